import type { Limitation } from "@/webrtc/stats/outbound_stats.ts";

const limitation: Readonly<Record<Limitation, string>> = {
  none: "Full quality",
  cpu: "Limited by this device's processor",
  bandwidth: "Limited by the network",
  other: "Limited by the browser",
};

/** The studio's list of viewers. */
export const audience = {
  title: "Viewers",
  nobody: "No viewers yet.",
  viewer: (number: string) => `Viewer ${number}`,
  remove: "Remove",
  removing:
    "Removes that browser for an hour. Someone determined can come back with another browser or a private window.",
  removeViewer: (number: string) => `Remove viewer ${number}`,
  inLine: (waiting: string) => `Waiting in line: ${waiting}`,
  throughTurn: (viewers: string) => `Through a TURN server: ${viewers}`,
  measuring: "Measuring…",
  size: "Picture",
  frames: (rate: string) => `${rate} fps`,
  bitrate: "Bitrate",
  roundTrip: "Round-trip time",
  loss: "Packet loss",
  path: "Path",
  direct: "Direct",
  relayed: "Relayed",
  quality: "Quality",
  limitation,
  unknown: "Unknown",
  upload: "Upload",
  averageLoss: "Average packet loss",
  averageRoundTrip: "Average round-trip time",
};

export type AudienceTexts = typeof audience;
