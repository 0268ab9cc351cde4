/** The words and tone of the watch page in each state. */
import type { PlayerTexts } from "@/i18n/en/player.ts";
import { ALL_MEDIA, isSameMedia, type Media } from "@/signaling/protocol/description.ts";
import type { PlaybackState, WatchState } from "@/webrtc/states.ts";
import type { Tone, Words } from "./words.ts";

const TONES: Readonly<Record<WatchState, Tone>> = {
  connecting: "busy",
  waiting: "calm",
  joining: "busy",
  stuck: "trouble",
  playing: "live",
  "sound-only": "warning",
  "picture-only": "warning",
  reconnecting: "busy",
  paused: "calm",
  ended: "calm",
  full: "trouble",
  queued: "calm",
  removed: "trouble",
  unreachable: "trouble",
  forbidden: "trouble",
  "server-full": "trouble",
  "too-many": "trouble",
  "server-fault": "trouble",
  "server-down": "trouble",
  outdated: "trouble",
  "no-socket": "trouble",
  "no-webrtc": "trouble",
  replaced: "trouble",
  refused: "trouble",
};

/** Whether there is media to play. */
export function isOnAir(state: WatchState): boolean {
  return state === "playing" || state === "sound-only" || state === "picture-only";
}

const OVER: readonly WatchState[] = ["waiting", "ended", "full", "queued", "removed"];

/** Whether nothing will play within moments. */
export function isOver(state: WatchState): boolean {
  return OVER.includes(state);
}

const WATCHING: readonly WatchState[] = ["joining", "stuck", "reconnecting", "queued"];
const WAITING: readonly WatchState[] = ["waiting", "paused", "ended"];

/** Whether counted viewers watch or wait; null: show no count. */
export function crowdOf(state: WatchState): "watching" | "waiting" | null {
  if (WAITING.includes(state)) return "waiting";
  return isOnAir(state) || WATCHING.includes(state) ? "watching" : null;
}

export function watchWords(state: WatchState, { states }: PlayerTexts): Words {
  return { ...states[state], tone: TONES[state] };
}

/** The words for a state, unless the viewer paused or the broadcaster sends less than picture and sound. */
export function playerWords(
  state: WatchState,
  playing: PlaybackState,
  media: Media,
  texts: PlayerTexts,
): Words {
  if (isOnAir(state) && playing === "paused") return { ...texts.stopped, tone: "warning" };
  if (state !== "playing" || isSameMedia(media, ALL_MEDIA)) return watchWords(state, texts);
  const { picture, sound } = media;
  const detail = texts.media.sound[sound];
  return picture === "shown"
    ? { title: texts.states.playing.title, detail, tone: "warning" }
    : { title: texts.media.picture[picture], detail, tone: "dark" };
}
