/** The Firefox that some browser tests drive beside Chromium, so that another engine is at one end. */
import { existsSync } from "node:fs";
import { install, mayInstall } from "./apt.ts";

const PLACES = [
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
  "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
];

/** To be said in the name of a test that is skipped for it. */
export const NEEDS_FIREFOX = "skipped where there is no Firefox: install it, or name it: " +
  "FIREFOX=/path/to/firefox";

/**
 * Its path; installs Debian's where that is allowed. Undefined where there is none. `FIREFOX` names one.
 */
export async function findFirefox(): Promise<string | undefined> {
  const named = Deno.env.get("FIREFOX");
  if (named) return named;
  const found = () => PLACES.find((place) => existsSync(place));
  // Ubuntu has no such package.
  if (found() === undefined && mayInstall()) await install("firefox-esr").catch(() => {});
  return found();
}
