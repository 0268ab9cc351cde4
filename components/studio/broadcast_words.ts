/** The words, tone and main button of the studio in each state. */
import type { StateWords } from "@/i18n/en/player.ts";
import type { StudioTexts } from "@/i18n/en/studio.ts";
import type {
  BroadcastProblem,
  BroadcastState,
  Darkness,
  Device,
  Faults,
} from "@/webrtc/states.ts";
import { clock } from "../duration.ts";
import type { Words } from "../words.ts";

/** Facts of the page besides the session's state. */
interface PageContext {
  /** Whether a preview shows before going live. */
  readonly isPreviewing?: boolean;
  /** Whether the browser asks for the devices; `long`: for a while already. */
  readonly asks?: "now" | "long" | null;
  /** Why viewers see nothing, if they do not. */
  readonly darkness?: Darkness | null;
}

export function broadcastWords(
  state: BroadcastState,
  texts: StudioTexts,
  { isPreviewing = false, asks = null, darkness = null }: PageContext = {},
): Words {
  if (asks === "long") return { ...texts.unanswered, tone: "busy" };
  switch (state.name) {
    case "idle":
    case "resumable":
      if (isPreviewing) return { ...texts.previewing, tone: "preview" };
      if (asks !== null) return { ...texts.states.asking, tone: "busy" };
      return { ...texts.states[state.name], tone: "calm" };
    case "ended": {
      if (isPreviewing) return { ...texts.previewing, tone: "preview" };
      if (asks !== null) return { ...texts.states.asking, tone: "busy" };
      const { title, detail } = texts.ended;
      return { title, detail: detail(clock(state.lasted), state.most), tone: "calm" };
    }
    case "lacking":
      return { ...faultWords(state.faults, texts), tone: "trouble" };
    case "asking":
    case "claiming":
      return { ...texts.states[state.name], tone: "busy" };
    case "taken":
    case "replaced":
      return { ...texts.states[state.name], tone: "trouble" };
    case "failed":
      return { ...problemWords(state, texts), tone: "trouble" };
    case "live":
      return liveWords(state, texts, darkness);
    default:
      return unknownState(state);
  }
}

function problemWords(
  { problem, retryAfter }: Extract<BroadcastState, { name: "failed" }>,
  { problems, againIn }: StudioTexts,
): StateWords {
  if (problem !== "too-many" || retryAfter === undefined) return problems[problem];
  return { title: problems[problem].title, detail: againIn(retryAfter) };
}

type LackingState = Extract<BroadcastState, { name: "lacking" }>;

/** Which device is not available, why, and what to do. */
export function faultWords(
  { camera, microphone }: Faults,
  { unavailable, neither }: StudioTexts,
): StateWords {
  if (camera === undefined) return unavailable[`microphone-${microphone ?? "missing"}`];
  if (microphone === undefined) return unavailable[`camera-${camera}`];
  if (camera === microphone) return unavailable[`both-${camera}`];
  return {
    title: neither.title,
    detail: neither.detail(
      unavailable[`camera-${camera}`].title,
      unavailable[`microphone-${microphone}`].title,
    ),
  };
}

function liveWords(
  { reconnecting, outdated, missing, isolated }: Extract<BroadcastState, { name: "live" }>,
  texts: StudioTexts,
  darkness: Darkness | null,
): Words {
  const { live: title, gone, allGone, dark, onAir } = texts;
  // Nothing else can be seen to without the server.
  if (outdated) return { title, detail: texts.outdated, tone: "warning" };
  if (isolated) return { ...texts.isolated, tone: "alarm" };
  if (missing.length > 0) {
    return { title, detail: missing.length > 1 ? allGone : gone[missing[0]], tone: "warning" };
  }
  if (darkness !== null) return { title, detail: dark[darkness.is][darkness.of], tone: "warning" };
  return reconnecting
    ? { title, detail: texts.reconnecting, tone: "warning" }
    : { title, detail: onAir, tone: "live" };
}

/** The action of the main button. `again` starts where another action is better. */
export type BroadcastAction = "start" | "again" | "cancel" | "stop" | "wait";

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
      return { label: buttons.cancel, action: "cancel" };
    case "live":
      return { label: buttons.stop, action: "stop" };
    case "taken":
      return { label: buttons.again, action: "again" };
    case "failed":
      if (isHopeless(state.problem)) return { label: buttons.start, action: "wait" };
      return { label: buttons.again, action: keyHelps(state) ? "again" : "start" };
    case "replaced":
      return { label: buttons.here, action: "start" };
    case "lacking":
      return { label: buttons[lackingButton(state)], action: "start" };
    default:
      return unknownState(state);
  }
}

/** Whether no action in this page helps. */
function isHopeless(problem: BroadcastProblem): boolean {
  return problem === "no-webrtc" || problem === "insecure-page" || problem === "outdated";
}

/** Whether the page must be reloaded. */
export function needsReload(state: BroadcastState): boolean {
  if (state.name === "live") return state.outdated;
  return state.name === "failed" && state.problem === "outdated";
}

/** The action if a device is missing: go live without it, or try again. */
function lackingButton(
  { captured }: LackingState,
): "again" | "soundAlone" | "pictureAlone" | "anyway" {
  if (captured.length === 0) return "again";
  if (captured.length > 1 || captured[0] === "screen") return "anyway";
  return captured[0] === "microphone" ? "soundAlone" : "pictureAlone";
}

/** The devices to ask for alone, if none is captured and the browser would ask. */
export function mayGoAloneWith({ faults, captured }: LackingState): readonly Device[] {
  if (captured.length > 0) return [];
  return (["microphone", "camera"] as const).filter((device) =>
    (faults[device] ?? "dismissed") === "dismissed"
  );
}

/** Whether a stream key would help. */
export function keyHelps(state: BroadcastState): boolean {
  return state.name === "taken" || (state.name === "failed" && state.problem === "key-required");
}

function unknownState(state: never): never {
  throw new TypeError(`unknown broadcast state: ${JSON.stringify(state)}`);
}
