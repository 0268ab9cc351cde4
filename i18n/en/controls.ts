import { formatFor } from "../format.ts";

const { milliseconds } = formatFor("en");

/** The player's controls. */
export const controls = {
  /** By the names that media-chrome has for them: those in small letters are read out, the others are shown. */
  mediaChrome: {
    "video player": "Video player",
    Play: "Play (k)",
    play: "Play",
    Pause: "Pause (k)",
    pause: "Pause",
    Mute: "Mute (m)",
    mute: "Mute",
    Unmute: "Unmute (m)",
    unmute: "Unmute",
    volume: "Volume",
    "Enter fullscreen mode": "Full screen (f)",
    "enter fullscreen mode": "Full screen",
    "Exit fullscreen mode": "Leave full screen (f)",
    "exit fullscreen mode": "Leave full screen",
    "Enter picture in picture mode": "Picture in picture (p)",
    "enter picture in picture mode": "Picture in picture",
    "Exit picture in picture mode": "Leave picture in picture (p)",
    "exit picture in picture mode": "Leave picture in picture",
    live: "Live",
    "playing live": "Live",
    "seek to live": "Back to live",
  },
  backToLive: "Back to live",
  settings: "Settings",
  latency: "Delay",
  latencies: {
    live: { name: "As live as possible", detail: "The shortest delay." },
    smooth: { name: "Smoother", detail: "About half a second later, for uneven connections." },
  },
  delay: "Measured delay",
  delayIs: milliseconds,
  notYet: "Not known yet",
  snapshot: "Save the picture",
  saved: (name: string) => `Saved as ${name}.`,
  notSaved: "The picture could not be saved. Try again while it plays.",
  statistics: "Statistics",
  close: "Close",
};
