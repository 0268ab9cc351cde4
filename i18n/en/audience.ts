import type { Limitation } from "@/webrtc/sent.ts";

const limitation: Readonly<Record<Limitation, string>> = {
  none: "Nothing holds it back",
  cpu: "Held back by this machine's processor",
  bandwidth: "Held back by the network",
  other: "Held back by the browser",
};

/** The studio's list of viewers. */
export const audience = {
  title: "Viewers",
  nobody: "Nobody is watching yet.",
  viewer: (number: string) => `Viewer ${number}`,
  remove: "Remove",
  removeViewer: (number: string) => `Remove viewer ${number}`,
  inLine: (waiting: string) => `In line: ${waiting}`,
  throughRelay: (viewers: string) => `Through a relay: ${viewers}`,
  measuring: "Being measured…",
  size: "Picture",
  frames: (rate: string) => `${rate} frames/s`,
  bitrate: "Bitrate",
  roundTrip: "Round trip",
  loss: "Packets lost",
  path: "Path",
  direct: "Direct",
  relayed: "Relayed",
  quality: "Quality",
  limitation,
  unknown: "Not known",
  upload: "Upload",
  averageLoss: "Packets lost, on average",
  averageRoundTrip: "Round trip, on average",
};
