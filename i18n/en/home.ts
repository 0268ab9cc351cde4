import { formatFor } from "../format.ts";

const { coarse } = formatFor("en");

/** The start page. */
export const home = {
  title: "Live video, browser to browser",
  description: "Go live from one browser and watch in any other. No account, nothing to install.",
  headline: "Go live in one browser. Watch in any other.",
  lead:
    "Tuila streams live video over WebRTC. Picture and sound go straight from browser to browser; the server only sets up the connection.",
  now: "Live now",
  nobody: "Nobody is live right now.",
  unreachable: "The server cannot be reached. Trying again…",
  nobodyHint: "Go live, and your stream appears here.",
  name: "Stream name",
  nameRule: "Letters, digits, - and _",
  nameHint: (fallback: string) => `Letters, digits, - and _. Leave it empty for “${fallback}”.`,
  push: "Go live",
  pull: "Watch",
  /** How the signs beside these words are said in Chinese. */
  pushSaid: "tuī",
  pullSaid: "lā",
  pushSays: "Stream your camera, microphone or screen.",
  pullSays: "Open a stream. It plays automatically.",
  since: (milliseconds: number) => milliseconds >= 60_000 ? coarse(milliseconds) : "just started",
};

export type HomeTexts = typeof home;
