/** The viewer's choices in the player, stored in this browser. */
import * as v from "valibot";
import { loadText, saveText } from "@/webrtc/storage/local_storage.ts";

/** `live`: as little delay as the network allows. `smooth`: some delay, for a picture that does not stutter. */
export const LATENCIES = ["live", "smooth"] as const;
export type Latency = (typeof LATENCIES)[number];

/** How long each holds media back, in milliseconds; null: as long as the browser finds necessary. */
export const BUFFERS: Readonly<Record<Latency, number | null>> = { live: null, smooth: 500 };

// Each has its own fallback, so that a damaged value does not affect the others. Absent ones too (`undefined` falls back).
const Preferences = v.object({
  volume: v.fallback(v.pipe(v.number(), v.minValue(0), v.maxValue(1)), 1),
  muted: v.fallback(v.boolean(), false),
  relayOnly: v.fallback(v.boolean(), false),
  latency: v.fallback(v.picklist(LATENCIES), "live"),
});

export type Preferences = Readonly<v.InferOutput<typeof Preferences>>;

export const DEFAULT_PREFERENCES: Preferences = {
  volume: 1,
  muted: false,
  relayOnly: false,
  latency: "live",
};

/** The stored choices, as far as they are readable. */
export function parsePreferences(text: string | null): Preferences {
  if (text === null) return DEFAULT_PREFERENCES;
  try {
    const parsed = v.safeParse(Preferences, JSON.parse(text));
    return parsed.success ? parsed.output : DEFAULT_PREFERENCES;
  } catch {
    return DEFAULT_PREFERENCES; // not JSON
  }
}

const STORAGE_KEY = "tuila.player";

export function loadPreferences(): Preferences {
  return parsePreferences(loadText(STORAGE_KEY));
}

/** Stores the changed choices and keeps the others. */
export function savePreferences(changed: Partial<Preferences>): void {
  saveText(STORAGE_KEY, JSON.stringify({ ...loadPreferences(), ...changed }));
}
