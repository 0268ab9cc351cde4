/** The statistics of the player. */
export const statistics = {
  title: "Statistics",
  close: "Close statistics",
  resolution: "Resolution",
  frameRate: "Frame rate",
  frames: (rate: string) => `${rate} fps`,
  codecs: "Codecs",
  bitrate: "Bitrate",
  loss: "Packet loss",
  jitter: "Jitter",
  roundTrip: "Round-trip time",
  delay: "Network and buffer delay",
  path: "Path",
  firstFrame: "Time to first frame",
  freezes: "Freezes",
  dropped: "Dropped frames",
  notYet: "Not available yet",
  direct: (protocol: string) => `Direct, ${protocol}`,
  relayed: (protocol: string) => `Relayed, ${protocol}`,
};

export type StatisticsTexts = typeof statistics;
