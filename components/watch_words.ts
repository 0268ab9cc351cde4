/** What the watch page says in each of its states, and how that feels. */
import type { PlayerTexts } from "@/i18n/player.ts";
import type { WatchState } from "@/webrtc/states.ts";
import type { Tone, Words } from "./words.ts";

const TONES: Readonly<Record<WatchState, Tone>> = {
  connecting: "busy",
  waiting: "calm",
  joining: "busy",
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
  "no-webrtc": "trouble",
  replaced: "trouble",
  refused: "trouble",
};

export function watchWords(state: WatchState, { states }: PlayerTexts): Words {
  return { ...states[state], tone: TONES[state] };
}
