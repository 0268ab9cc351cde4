/** Every sentence of the watch page that depends on its state. */
import type { WatchState } from "@/webrtc/states.ts";
import type { Words } from "./words.ts";

/** What the page says in this state. */
export function watchWords(state: WatchState): Words {
  switch (state) {
    case "connecting":
      return { title: "Connecting", detail: "Finding the stream.", tone: "busy" };
    case "waiting":
      return {
        title: "Waiting for the broadcast to start",
        detail: "It plays here by itself as soon as it does.",
        tone: "calm",
      };
    case "joining":
      return {
        title: "The broadcast is on",
        detail: "Connecting you to the broadcaster.",
        tone: "busy",
      };
    case "playing":
      return { title: "Live", detail: "You are watching.", tone: "live" };
    case "sound-only":
      return {
        title: "Live",
        detail: "The picture has stopped. The sound goes on.",
        tone: "warning",
      };
    case "picture-only":
      return {
        title: "Live",
        detail: "The sound has stopped. The picture goes on.",
        tone: "warning",
      };
    case "reconnecting":
      return {
        title: "Reconnecting",
        detail: "The connection was interrupted. It plays on by itself.",
        tone: "busy",
      };
    case "paused":
      return {
        title: "The broadcaster is away",
        detail: "The broadcaster is reconnecting. It plays on here by itself.",
        tone: "calm",
      };
    case "ended":
      return {
        title: "The broadcast has ended",
        detail: "If it starts again, it plays here by itself.",
        tone: "calm",
      };
    case "full":
      return {
        title: "There is no place left",
        detail: "This stream has as many viewers as it can take. We keep trying for you.",
        tone: "trouble",
      };
    case "unreachable":
      return {
        title: "The server cannot be reached",
        detail: "Check your connection. We keep trying for you.",
        tone: "trouble",
      };
    case "no-webrtc":
      return {
        title: "This browser cannot play live video",
        detail:
          "It lacks WebRTC or has it switched off. Use a current Chrome, Edge, Firefox or Safari.",
        tone: "trouble",
      };
    case "replaced":
      return {
        title: "You are watching in another tab",
        detail: "The newer one took over. This one has stopped; reload to watch here.",
        tone: "trouble",
      };
    case "refused":
      return {
        title: "This page is out of date",
        detail: "The server does not understand it any more. Reload to go on.",
        tone: "trouble",
      };
    default:
      return unknownState(state);
  }
}

function unknownState(state: never): never {
  throw new TypeError(`unknown watch state: ${JSON.stringify(state)}`);
}
