import { formatFor } from "../format.ts";

const { coarse } = formatFor("en");

/** The start page. */
export const home = {
  title: "Live video from browser to browser",
  description:
    "Broadcast your camera from one browser and watch it in any other. No account, nothing to install.",
  headline: "Go live in one browser. Watch in any other.",
  lead:
    "Tuila is live video over WebRTC. Picture and sound go straight from browser to browser; the server only introduces them.",
  now: "On air now",
  nobody: "Nobody is live right now.",
  nobodyHint: "Start a broadcast, and it appears here at once.",
  name: "Stream name",
  nameRule: "Letters, digits, - and _",
  nameHint: (fallback: string) => `Any letters, digits, - and _. Left empty, it is “${fallback}”.`,
  push: "push",
  pull: "pull",
  pushSays: "Send your camera, microphone or screen.",
  pullSays: "Open a stream: it plays by itself.",
  since: (milliseconds: number) => milliseconds >= 60_000 ? coarse(milliseconds) : "just started",
};
