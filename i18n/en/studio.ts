import type { BroadcastProblem, BroadcastState, Darkness, Device } from "@/webrtc/states.ts";
import { formatFor } from "../format.ts";
import type { StateWords } from "./player.ts";
import { unavailable } from "./unavailable.ts";

const { number, coarse } = formatFor("en");

type Named = Exclude<BroadcastState["name"], "live" | "ended" | "lacking" | "failed">;

const states: Readonly<Record<Named, StateWords>> = {
  idle: {
    title: "Ready to go live",
    detail:
      "Your browser will ask for your camera and microphone. Nobody sees you until you go live.",
  },
  resumable: {
    title: "You were live",
    detail: "Resume, and your waiting viewers see you again.",
  },
  asking: {
    title: "Allow camera and microphone",
    detail: "Your browser is asking, usually at the top of the window.",
  },
  claiming: { title: "Starting your stream", detail: "You will be live in a moment." },
  taken: {
    title: "This stream name is taken",
    detail: "It has an owner. Choose another name or, if it is yours, enter its stream key.",
  },
  replaced: {
    title: "You are live in another tab",
    detail: "That tab took over this stream. This tab has stopped sending.",
  },
};

const problems: Readonly<Record<BroadcastProblem, StateWords>> = {
  "insecure-page": {
    title: "This page is not secure",
    detail:
      "Browsers allow the camera only at https:// and localhost addresses. Open this page at one of those.",
  },
  "no-webrtc": {
    title: "This browser cannot go live",
    detail:
      "WebRTC is missing or blocked. Use a current version of Chrome, Edge, Firefox or Safari, without extensions that block it.",
  },
  "server-full": {
    title: "This server is full",
    detail: "It has reached its stream limit. Try again later.",
  },
  "too-many": {
    title: "Too many requests from this network",
    detail: "Try again in a while.",
  },
  "key-required": {
    title: "Stream key required",
    detail: "This server needs a stream key. Enter the one you were given.",
  },
  unreachable: {
    title: "Cannot reach the server",
    detail: "Check your connection, then try again.",
  },
  forbidden: {
    title: "The server refuses this page",
    detail:
      "It does not recognize this address as its own. The server log says what to set: PUBLIC_URL, TRUST_PROXY or ALLOWED_ORIGINS.",
  },
  "server-fault": {
    title: "The server has a problem",
    detail:
      "It is not your fault. Try again in a moment. If it keeps happening, tell whoever runs it.",
  },
  "server-down": {
    title: "The server is not running",
    detail: "It may be restarting. Try again in a moment.",
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
  unexpected: {
    title: "Something went wrong",
    detail: "The broadcast stopped. Try again; if it happens again, reload the page.",
  },
};

const gone: Readonly<Record<Device, string>> = {
  camera: "Camera disconnected, or in use by another app. Sound continues.",
  microphone: "Microphone disconnected, or in use by another app. The picture continues.",
};

/** The broadcast page. */
export const studio = {
  states,
  /** A question of the browser's that has been there for a while. */
  unanswered: {
    title: "Waiting for your answer",
    detail:
      "The prompt is near the address, or behind the camera icon there. Another window may be covering it. If there is none, cancel and try again.",
  } satisfies StateWords,
  unavailable,
  /** Camera and microphone, each for a reason of its own. */
  neither: {
    title: "Camera and microphone cannot be used",
    detail: (camera: string, microphone: string) =>
      `${camera}. ${microphone}. Fix one of them, then try again.`,
  },
  problems,
  /** In whole minutes. */
  againIn: (wait: number) => `Try again in ${coarse(Math.ceil(wait / 60_000) * 60_000)}.`,
  reload: "Reload",
  check: "Check your connection in a new tab",
  /** After Stop. */
  ended: {
    title: "Your broadcast has ended",
    detail: (lasted: string, most: number) =>
      `You were live for ${lasted}. Most viewers at once: ${number(most)}.`,
    save: "Save the recording",
    recordings: (count: number) => `Unsaved recordings: ${number(count)}`,
  },
  /** How to reach the camera from a page that is not secure. */
  insecure: {
    title: "To go live from this device, use HTTPS",
    start: "Start the server with this command:",
    then: "Then open this address here:",
    open: "Open the secure page",
  },
  previewing: { title: "Preview", detail: "Only you see this." } satisfies StateWords,
  live: "Live",
  onAir: "Anyone with the link can watch.",
  /** Why viewers see nothing. */
  dark: {
    nothing: {
      camera: "Viewers see no picture: the camera is not sending any.",
      screen: "Viewers see no picture: the shared window is minimized or hidden.",
    },
    black: {
      camera: "Viewers see only black. Is the camera covered?",
      screen: "Viewers see only black. Is the shared window minimized?",
    },
  } satisfies Record<Darkness["is"], Record<Darkness["of"], string>>,
  /** No link came about, not even to one viewer. */
  isolated: {
    title: "Viewers cannot connect to you",
    detail:
      "An extension, a VPN or a policy may block WebRTC: turn it off or use another browser. Other networks may need a TURN server.",
  },
  outdated:
    "This page is older than the server: current viewers stay, but nobody new can join. Reloading it interrupts the broadcast for a moment.",
  reconnecting: "Reconnecting to the server. Current viewers keep watching.",
  gone,
  allGone: "Camera and microphone disconnected, or in use by another app.",
  otherDevice: {
    camera: "Use another camera",
    microphone: "Use another microphone",
  } satisfies Record<Device, string>,
  title: (stream: string) => `${stream} · Go live`,
  heading: "Go live",
  description: (stream: string) =>
    `Go live as “${stream}” with your camera, microphone or screen, straight from this browser to every viewer.`,
  anotherName: "Use another name",
  preview: "Your preview, muted",
  timeOnAir: "Time live",
  buttons: {
    start: "Go live",
    resume: "Resume",
    cancel: "Cancel",
    stop: "End stream",
    again: "Try again",
    soundAlone: "Go live with sound alone",
    pictureAlone: "Go live without sound",
    anyway: "Go live anyway",
    here: "Stream from this tab",
  },
  key: { summary: "I have a stream key", label: "Stream key", use: "Use this key" },
  /** Where this browser keeps nothing. */
  unkeptKey: {
    heading: "Save your stream key",
    reason:
      "This browser cannot save anything for this page: its storage is full or blocked. After you reload or close the page, only this key proves that the stream is yours.",
    copy: "Copy key",
    download: "Download",
    hint: "To come back, go live and enter it under “I have a stream key”. Keep it secret.",
  },
  /** What the tab says while live. */
  tabTitle: (title: string) => `● LIVE · ${title}`,
  mute: {
    microphone: "Mute",
    camera: "Hide picture",
    unmute: "Unmute",
    show: "Show picture",
    silent: "Muted. Viewers cannot hear you.",
    dark: "Hidden. Viewers see a black picture.",
  },
  keys: {
    heading: "Keyboard shortcuts",
    off: "Off",
    space: "Space",
    commands: {
      mute: "Mute or unmute",
      talk: "Hold to talk, or to mute while unmuted",
      picture: "Hide or show the picture",
    },
    use: "Enable shortcuts",
  },
  freeName: "Available name",
  broadcastAs: (name: string) => `Go live as ${name}`,
  ownership:
    "The first person to use a name owns it. The key stays in this browser, so you can return after a reload.",
};

export type StudioTexts = typeof studio;
