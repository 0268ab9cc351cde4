/** What the watch page says in each of its states, and how that feels. */
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
  "server-fault": "trouble",
  "server-down": "trouble",
  outdated: "trouble",
  "no-socket": "trouble",
  "no-webrtc": "trouble",
  replaced: "trouble",
  refused: "trouble",
};

/** Whether there is something to see or to hear. */
export function isOnAir(state: WatchState): boolean {
  return state === "playing" || state === "sound-only" || state === "picture-only";
}

const OVER: readonly WatchState[] = ["waiting", "ended", "full", "queued", "removed"];

/** Whether there is nothing here to wait for that comes within moments. */
export function isOver(state: WatchState): boolean {
  return OVER.includes(state);
}

const WATCHING: readonly WatchState[] = ["joining", "stuck", "reconnecting", "queued"];
const WAITING: readonly WatchState[] = ["waiting", "paused", "ended"];

/** What those who are counted do; null: whoever is not among them is told no count. */
export function crowdOf(state: WatchState): "watching" | "waiting" | null {
  if (WAITING.includes(state)) return "waiting";
  return isOnAir(state) || WATCHING.includes(state) ? "watching" : null;
}

export function watchWords(state: WatchState, { states }: PlayerTexts): Words {
  return { ...states[state], tone: TONES[state] };
}

/** The same, unless the person who watches has paused what there is, or the broadcaster sends less than all. */
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
