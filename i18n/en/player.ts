import type { PictureState, SoundState, WatchState } from "@/webrtc/states.ts";

/** What a state is called, and what happened or what to do. */
export interface StateWords {
  readonly title: string;
  readonly detail: string;
}

const states: Readonly<Record<WatchState, StateWords>> = {
  connecting: { title: "Connecting", detail: "Looking for the stream." },
  waiting: {
    title: "Waiting for the broadcast to start",
    detail: "Playback starts by itself.",
  },
  joining: { title: "Joining the broadcast", detail: "Connecting to the broadcaster." },
  stuck: {
    title: "Cannot connect to the broadcaster",
    detail: "An extension, a VPN or a firewall may block WebRTC. We will keep trying.",
  },
  playing: { title: "Live", detail: "You are watching." },
  "sound-only": { title: "Live", detail: "No picture is coming through. Sound continues." },
  "picture-only": { title: "Live", detail: "No sound is coming through. The picture continues." },
  reconnecting: {
    title: "Reconnecting",
    detail: "The connection was interrupted. Playback continues by itself.",
  },
  paused: {
    title: "The broadcaster lost connection",
    detail: "Playback continues by itself.",
  },
  ended: {
    title: "The broadcast has ended",
    detail: "Playback starts by itself if the broadcaster goes live again.",
  },
  full: {
    title: "This stream is full",
    detail: "It has reached its viewer limit. We will keep trying.",
  },
  queued: {
    title: "This stream is full",
    detail: "You are in line. Playback starts by itself when it is your turn.",
  },
  removed: {
    title: "The broadcaster removed you",
    detail: "You cannot watch this stream in this browser for now.",
  },
  unreachable: {
    title: "Cannot reach the server",
    detail: "Check your connection. We will keep trying.",
  },
  forbidden: {
    title: "The server refuses this page",
    detail:
      "It does not recognize this address as its own. Tell whoever runs it: the server log says what to set.",
  },
  "server-full": {
    title: "This server is full",
    detail: "It has reached its limit. We will keep trying.",
  },
  "too-many": {
    title: "Too many requests from this network",
    detail: "We will keep trying.",
  },
  "server-fault": {
    title: "The server has a problem",
    detail: "It is not your fault. We will keep trying.",
  },
  "server-down": {
    title: "The server is not running",
    detail: "It may be restarting. We will keep trying.",
  },
  outdated: {
    title: "This page is older than the server",
    detail: "Reload it to go on.",
  },
  "no-socket": {
    title: "The connection is blocked",
    detail:
      "The server responds, but something on the network blocks WebSockets. Try without a VPN, or use another network.",
  },
  "no-webrtc": {
    title: "This browser cannot play live video",
    detail:
      "WebRTC is missing or blocked. Use a current version of Chrome, Edge, Firefox or Safari, without extensions that block it.",
  },
  replaced: {
    title: "You are watching in another tab",
    detail: "Playback has stopped in this tab. Reload to watch here.",
  },
  refused: {
    title: "This page is out of date",
    detail: "The server no longer supports this version. Reload to continue.",
  },
};

/** What is said while it plays and not all of it is sent. */
const media: {
  readonly picture: Readonly<Record<Exclude<PictureState, "shown">, string>>;
  readonly sound: Readonly<Record<SoundState, string>>;
} = {
  picture: {
    hidden: "The broadcaster has hidden the picture",
    stalled: "No picture at the moment",
    none: "No picture: no camera or screen is on",
  },
  sound: {
    on: "You can still hear the broadcast.",
    muted: "The broadcaster is muted.",
    none: "There is no sound.",
  },
};

/** The watch page. */
export const player = {
  states,
  media,
  description: (stream: string) =>
    `Watch “${stream}” live. Plays in the browser, nothing to install.`,
  video: (stream: string) => `Live video: ${stream}`,
  /** By the one who watches. */
  stopped: { title: "Paused", detail: "Paused. The broadcast continues." },
  place: (place: number) => place === 1 ? "You are next." : `You are number ${place} in line.`,
  /** Removed until then. */
  backAt: (time: string) => `You can watch again at ${time}.`,
  /** Another stream, which is on the air. */
  alike: (stream: string) => `Did you mean “${stream}”? It is live now.`,
  reload: "Reload",
  check: "Check your connection in a new tab",
  play: "Play",
  unmute: "Unmute",
};

export type PlayerTexts = typeof player;
