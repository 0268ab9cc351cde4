/** The Chromium that the browser tests drive. */
import { existsSync } from "node:fs";
import { install, mayInstall } from "./apt.ts";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

/** The path of Chromium, from `CHROMIUM` or a usual place; undefined if there is none. */
export function findChromium(): string | undefined {
  const configured = Deno.env.get("CHROMIUM");
  if (configured) return configured;
  return PLACES.find((place) => existsSync(place));
}

/**
 * Finds Chromium, or installs the distribution's where that is allowed (root on Debian or Ubuntu).
 * @throws with a sentence that says what to do
 */
export async function ensureChromium(): Promise<string> {
  const found = findChromium();
  if (found !== undefined) return found;
  if (mayInstall()) await install("chromium");
  const installed = findChromium();
  if (installed !== undefined) return installed;
  throw new Error(
    "The browser tests need Chromium or Chrome, and none was found. " +
      "Install one, or name it: CHROMIUM=/path/to/chromium",
  );
}
