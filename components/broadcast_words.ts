/** Every sentence of the broadcast page that depends on its state. */
import type { BroadcastProblem, BroadcastState } from "@/webrtc/states.ts";
import type { Words } from "./words.ts";

/** What the page says in this state. */
export function broadcastWords(state: BroadcastState): Words {
  switch (state.name) {
    case "idle":
      return {
        title: "Ready when you are",
        detail: "Your browser asks for the camera and microphone. Nobody sees you before that.",
        tone: "calm",
      };
    case "resumable":
      return {
        title: "You were live",
        detail: "Resume, and whoever waits for you sees you again.",
        tone: "calm",
      };
    case "asking":
      return {
        title: "Allow camera and microphone",
        detail: "Your browser is asking for them, usually at the top of the window.",
        tone: "busy",
      };
    case "claiming":
      return {
        title: "Opening your stream",
        detail: "In a moment you are live.",
        tone: "busy",
      };
    case "live":
      return liveWords(state);
    case "taken":
      return {
        title: "This stream is already taken",
        detail: "Somebody else owns this name. Choose another, or use its stream key.",
        tone: "trouble",
      };
    case "replaced":
      return {
        title: "You are broadcasting from another tab",
        detail: "The newer tab took over this stream. This one has stopped sending.",
        tone: "trouble",
      };
    case "failed":
      return { ...problemWords(state.problem), tone: "trouble" };
    default:
      return unknownState(state);
  }
}

function liveWords(
  { reconnecting, missing }: Extract<BroadcastState, { name: "live" }>,
): Words {
  const [gone, ...more] = missing;
  if (gone !== undefined) {
    const what = more.length > 0 ? "Camera and microphone are" : `The ${gone} is`;
    const goesOn = more.length > 0
      ? ""
      : ` The ${gone === "camera" ? "sound" : "picture"} goes on.`;
    const detail = `${what} gone, or taken by another program.${goesOn}`;
    return { title: "Live", detail, tone: "warning" };
  }
  return reconnecting
    ? {
      title: "Live",
      detail: "Reconnecting to the server. Those who watch keep watching.",
      tone: "warning",
    }
    : { title: "Live", detail: "Anyone with the link can watch.", tone: "live" };
}

function problemWords(problem: BroadcastProblem): Omit<Words, "tone"> {
  switch (problem) {
    case "permission-denied":
      return {
        title: "Camera and microphone are blocked",
        detail: "Allow them for this page with the icon beside the address, then try again.",
      };
    case "no-device":
      return {
        title: "No camera or microphone found",
        detail: "Connect one or switch it on, then try again.",
      };
    case "device-in-use":
      return {
        title: "The camera or microphone is busy",
        detail: "Another program seems to be using it. Close that program, then try again.",
      };
    case "insecure-page":
      return {
        title: "This page is not secure",
        detail:
          "Browsers give the camera to https:// and localhost addresses alone. Open this page at such an address.",
      };
    case "no-webrtc":
      return {
        title: "This browser cannot broadcast",
        detail:
          "It lacks WebRTC or has it switched off. Use a current Chrome, Edge, Firefox or Safari.",
      };
    case "server-full":
      return {
        title: "This server is full",
        detail: "It carries as many streams as it may. Try again in a while.",
      };
    case "key-required":
      return {
        title: "This server asks for a stream key",
        detail: "Enter the key you were given for this stream.",
      };
    case "unreachable":
      return {
        title: "The server cannot be reached",
        detail: "Check your connection, then try again.",
      };
    case "unexpected":
      return {
        title: "Something went wrong",
        detail: "The broadcast could not go on. Try again; if it happens twice, reload the page.",
      };
    default:
      return unknownState(problem);
  }
}

/** What the page's one main button does in a state. `again` is a start where something else is the better way on. */
export type BroadcastAction = "start" | "again" | "stop" | "wait";

/** The main button: one button whose meaning changes, so that keyboard focus is never lost. */
export function broadcastButton(state: BroadcastState): { label: string; action: BroadcastAction } {
  switch (state.name) {
    case "idle":
      return { label: "Start broadcasting", action: "start" };
    case "resumable":
      return { label: "Resume", action: "start" };
    case "asking":
    case "claiming":
      return { label: "Starting…", action: "wait" };
    case "live":
      return { label: "Stop broadcasting", action: "stop" };
    case "taken":
      return { label: "Try again", action: "again" };
    case "failed":
      return { label: "Try again", action: keyHelps(state) ? "again" : "start" };
    case "replaced":
      return { label: "Broadcast here instead", action: "start" };
    default:
      return unknownState(state);
  }
}

/** Whether a stream key would help. */
export function keyHelps(state: BroadcastState): boolean {
  return state.name === "taken" || (state.name === "failed" && state.problem === "key-required");
}

function unknownState(state: never): never {
  throw new TypeError(`unknown broadcast state: ${JSON.stringify(state)}`);
}
