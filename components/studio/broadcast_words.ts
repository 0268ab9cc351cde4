/** What the broadcast page says in each of its states, how that feels, and what its main button does. */
import type { StudioTexts } from "@/i18n/studio.ts";
import type { BroadcastProblem, BroadcastState, Darkness } from "@/webrtc/states.ts";
import { clock } from "../duration.ts";
import type { Words } from "../words.ts";

/**
 * @param isPreviewing whether the own picture is there already, before going live
 * @param darkness why viewers see nothing, if so
 */
export function broadcastWords(
  state: BroadcastState,
  texts: StudioTexts,
  isPreviewing = false,
  darkness: Darkness | null = null,
): Words {
  switch (state.name) {
    case "idle":
    case "resumable":
      if (isPreviewing) return { ...texts.previewing, tone: "preview" };
      return { ...texts.states[state.name], tone: "calm" };
    case "ended": {
      if (isPreviewing) return { ...texts.previewing, tone: "preview" };
      const { title, detail } = texts.ended;
      return { title, detail: detail(clock(state.lasted), state.most), tone: "calm" };
    }
    case "asking":
    case "claiming":
      return { ...texts.states[state.name], tone: "busy" };
    case "taken":
    case "replaced":
      return { ...texts.states[state.name], tone: "trouble" };
    case "failed":
      return { ...texts.problems[state.problem], tone: "trouble" };
    case "live":
      return liveWords(state, texts, darkness);
    default:
      return unknownState(state);
  }
}

function liveWords(
  { reconnecting, missing, isolated }: Extract<BroadcastState, { name: "live" }>,
  { live: title, gone, allGone, isolated: alone, dark, onAir, reconnecting: away }: StudioTexts,
  darkness: Darkness | null,
): Words {
  if (isolated) return { ...alone, tone: "alarm" };
  if (missing.length > 0) {
    return { title, detail: missing.length > 1 ? allGone : gone[missing[0]], tone: "warning" };
  }
  if (darkness !== null) return { title, detail: dark[darkness.is][darkness.of], tone: "warning" };
  return reconnecting
    ? { title, detail: away, tone: "warning" }
    : { title, detail: onAir, tone: "live" };
}

/** What the page's one main button does in a state. `again` is a start where something else is the better way on. */
export type BroadcastAction = "start" | "again" | "stop" | "wait";

/** The main button: one button whose meaning changes, so that keyboard focus is never lost. */
export function broadcastButton(
  state: BroadcastState,
  { buttons }: StudioTexts,
): { label: string; action: BroadcastAction } {
  switch (state.name) {
    case "idle":
    case "ended":
      return { label: buttons.start, action: "start" };
    case "resumable":
      return { label: buttons.resume, action: "start" };
    case "asking":
    case "claiming":
      return { label: buttons.starting, action: "wait" };
    case "live":
      return { label: buttons.stop, action: "stop" };
    case "taken":
      return { label: buttons.again, action: "again" };
    case "failed":
      if (isHopeless(state.problem)) return { label: buttons.start, action: "wait" };
      return { label: buttons.again, action: keyHelps(state) ? "again" : "start" };
    case "replaced":
      return { label: buttons.here, action: "start" };
    default:
      return unknownState(state);
  }
}

/** Whether nothing that is pressed in this page helps. */
function isHopeless(problem: BroadcastProblem): boolean {
  return problem === "no-webrtc" || problem === "insecure-page";
}

/** Whether a stream key would help. */
export function keyHelps(state: BroadcastState): boolean {
  return state.name === "taken" || (state.name === "failed" && state.problem === "key-required");
}

function unknownState(state: never): never {
  throw new TypeError(`unknown broadcast state: ${JSON.stringify(state)}`);
}
