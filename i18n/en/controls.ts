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
    "Exit fullscreen mode": "Exit full screen (f)",
    "exit fullscreen mode": "Exit full screen",
    "Enter picture in picture mode": "Picture-in-picture (p)",
    "enter picture in picture mode": "Picture-in-picture",
    "Exit picture in picture mode": "Exit picture-in-picture (p)",
    "exit picture in picture mode": "Exit picture-in-picture",
    live: "Live",
    "playing live": "Live",
    "seek to live": "Back to live",
  },
  backToLive: "Back to live",
  settings: "Settings",
  latency: "Delay",
  latencies: {
    live: { name: "Low delay", detail: "As close to live as possible." },
    smooth: {
      name: "Smooth",
      detail: "About half a second more delay. Best for unstable connections.",
    },
  },
  relayOnly: {
    name: "Hide my IP address",
    detail: "Connects through a TURN server only. The broadcaster cannot see your IP address.",
  },
  delay: "Network and buffer delay",
  notYet: "Not available yet",
  snapshot: "Save snapshot",
  saved: (name: string) => `Saved as ${name}.`,
  notSaved: "Could not save the snapshot. Try again during playback.",
  statistics: "Statistics",
  close: "Close",
};

export type ControlsTexts = typeof controls;
