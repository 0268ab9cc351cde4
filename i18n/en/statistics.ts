import { formatFor } from "../format.ts";

const { bitrate, milliseconds, number, percent } = formatFor("en");

/** The statistics of the player. */
export const statistics = {
  title: "Statistics",
  close: "Close the statistics",
  resolution: "Resolution",
  frameRate: "Frames a second",
  codecs: "Codecs",
  bitrate: "Bitrate",
  loss: "Packets lost",
  jitter: "Jitter",
  roundTrip: "Round trip",
  delay: "Delay",
  path: "Path",
  firstFrame: "First frame after",
  freezes: "Freezes",
  dropped: "Frames dropped",
  notYet: "Not known yet",
  direct: (protocol: string) => `Direct, ${protocol}`,
  relayed: (protocol: string) => `Relayed, ${protocol}`,
  format: { bitrate, milliseconds, number, percent },
};
