import type { WatchState } from "@/webrtc/states.ts";

/** What a state is called, and what happened or what to do. */
export interface StateWords {
  readonly title: string;
  readonly detail: string;
}

const states: Readonly<Record<WatchState, StateWords>> = {
  connecting: { title: "Connecting", detail: "Finding the stream." },
  waiting: {
    title: "Waiting for the broadcast to start",
    detail: "It plays here by itself as soon as it does.",
  },
  joining: { title: "The broadcast is on", detail: "Connecting you to the broadcaster." },
  playing: { title: "Live", detail: "You are watching." },
  "sound-only": { title: "Live", detail: "The picture has stopped. The sound goes on." },
  "picture-only": { title: "Live", detail: "The sound has stopped. The picture goes on." },
  reconnecting: {
    title: "Reconnecting",
    detail: "The connection was interrupted. It plays on by itself.",
  },
  paused: {
    title: "The broadcaster is away",
    detail: "The broadcaster is reconnecting. It plays on here by itself.",
  },
  ended: {
    title: "The broadcast has ended",
    detail: "If it starts again, it plays here by itself.",
  },
  full: {
    title: "There is no place left",
    detail: "This stream has as many viewers as it can take. We keep trying for you.",
  },
  queued: {
    title: "This stream is full",
    detail: "You are in line. It plays here by itself when it is your turn.",
  },
  removed: {
    title: "The broadcaster has removed you",
    detail: "You cannot watch this stream from this page any more.",
  },
  unreachable: {
    title: "The server cannot be reached",
    detail: "Check your connection. We keep trying for you.",
  },
  "no-webrtc": {
    title: "This browser cannot play live video",
    detail:
      "It lacks WebRTC or has it switched off. Use a current Chrome, Edge, Firefox or Safari.",
  },
  replaced: {
    title: "You are watching in another tab",
    detail: "The newer one took over. This one has stopped; reload to watch here.",
  },
  refused: {
    title: "This page is out of date",
    detail: "The server does not understand it any more. Reload to go on.",
  },
};

/** The watch page. */
export const player = {
  states,
  description: (stream: string) =>
    `Watch “${stream}” live. Plays in the browser, nothing to install.`,
  video: (stream: string) => `Live video: ${stream}`,
  /** By the one who watches. */
  stopped: { title: "Paused", detail: "Paused. The broadcast goes on meanwhile." },
  place: (place: number) => place === 1 ? "You are next." : `You are number ${place} in line.`,
  reload: "Reload",
  check: "Check the connection in a new tab",
  play: "Play",
  unmute: "Unmute",
};
