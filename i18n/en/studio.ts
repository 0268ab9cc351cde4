import type { BroadcastProblem, BroadcastState, Device } from "@/webrtc/states.ts";
import type { StateWords } from "./player.ts";

const states: Readonly<Record<Exclude<BroadcastState["name"], "live" | "failed">, StateWords>> = {
  idle: {
    title: "Ready when you are",
    detail: "Your browser asks for the camera and microphone. Nobody sees you before that.",
  },
  resumable: {
    title: "You were live",
    detail: "Resume, and whoever waits for you sees you again.",
  },
  asking: {
    title: "Allow camera and microphone",
    detail: "Your browser is asking for them, usually at the top of the window.",
  },
  claiming: { title: "Opening your stream", detail: "In a moment you are live." },
  taken: {
    title: "This stream is already taken",
    detail: "Somebody else owns this name. Choose another, or use its stream key.",
  },
  replaced: {
    title: "You are broadcasting from another tab",
    detail: "The newer tab took over this stream. This one has stopped sending.",
  },
};

const problems: Readonly<Record<BroadcastProblem, StateWords>> = {
  "permission-denied": {
    title: "Camera and microphone are blocked",
    detail: "Allow them for this page with the icon beside the address, then try again.",
  },
  "no-device": {
    title: "No camera or microphone found",
    detail: "Connect one or switch it on, then try again.",
  },
  "device-in-use": {
    title: "The camera or microphone is busy",
    detail: "Another program seems to be using it. Close that program, then try again.",
  },
  "insecure-page": {
    title: "This page is not secure",
    detail:
      "Browsers give the camera to https:// and localhost addresses alone. Open this page at such an address.",
  },
  "no-webrtc": {
    title: "This browser cannot broadcast",
    detail:
      "It lacks WebRTC or has it switched off. Use a current Chrome, Edge, Firefox or Safari.",
  },
  "server-full": {
    title: "This server is full",
    detail: "It carries as many streams as it may. Try again in a while.",
  },
  "key-required": {
    title: "This server asks for a stream key",
    detail: "Enter the key you were given for this stream.",
  },
  unreachable: {
    title: "The server cannot be reached",
    detail: "Check your connection, then try again.",
  },
  unexpected: {
    title: "Something went wrong",
    detail: "The broadcast could not go on. Try again; if it happens twice, reload the page.",
  },
};

const gone: Readonly<Record<Device, string>> = {
  camera: "The camera is gone, or taken by another program. The sound goes on.",
  microphone: "The microphone is gone, or taken by another program. The picture goes on.",
};

/** The broadcast page. */
export const studio = {
  states,
  problems,
  check: "Check the connection in a new tab",
  previewing: { title: "Preview", detail: "Only you see this." } satisfies StateWords,
  live: "Live",
  onAir: "Anyone with the link can watch.",
  reconnecting: "Reconnecting to the server. Those who watch keep watching.",
  gone,
  allGone: "Camera and microphone are gone, or taken by another program.",
  otherDevice: {
    camera: "Use another camera",
    microphone: "Use another microphone",
  } satisfies Record<Device, string>,
  title: (stream: string) => `Broadcast ${stream}`,
  heading: "Broadcast",
  description: (stream: string) =>
    `Broadcast camera, microphone or screen live as “${stream}”, from this browser to every viewer.`,
  anotherName: "Use another name",
  preview: "Your own picture, without sound",
  timeOnAir: "Time on air",
  buttons: {
    start: "Start broadcasting",
    resume: "Resume",
    starting: "Starting…",
    stop: "Stop broadcasting",
    again: "Try again",
    here: "Broadcast here instead",
  },
  key: { summary: "I have the stream key", label: "Stream key", use: "Use this key" },
  /** What the tab says while live. */
  tabTitle: (title: string) => `● LIVE · ${title}`,
  mute: {
    microphone: "Mute",
    camera: "Hide picture",
    silent: "Muted: viewers hear nothing.",
    dark: "Hidden: viewers see black.",
  },
  keys: {
    heading: "Keyboard shortcuts",
    off: "Off",
    space: "Space bar",
    commands: {
      mute: "Mute, or talk again",
      talk: "Held: talk while muted, or mute while you talk",
      picture: "Hide the picture, or show it again",
    },
    use: "Use these keys",
  },
  freeName: "A free name",
  broadcastAs: (name: string) => `Broadcast as ${name}`,
  ownership:
    "The first to use a name owns it. Its key stays in this browser, so you can come back after a reload.",
};
