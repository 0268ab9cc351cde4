/** The Firefox that some browser tests drive beside Chromium, so that the two peers are different engines. */
import { existsSync } from "node:fs";
import { install, mayInstall } from "./apt.ts";

const PLACES = [
  "/usr/bin/firefox-esr",
  "/usr/bin/firefox",
  "/Applications/Firefox.app/Contents/MacOS/firefox",
  "C:\\Program Files\\Mozilla Firefox\\firefox.exe",
];

/** Appended to the name of a test that is skipped without Firefox. */
export const NEEDS_FIREFOX = "skipped where there is no Firefox: install it, or name it: " +
  "FIREFOX=/path/to/firefox";

/** The path of Firefox, from `FIREFOX` or a usual place, installed if that is allowed; undefined if there is none. */
export async function findFirefox(): Promise<string | undefined> {
  const configured = Deno.env.get("FIREFOX");
  if (configured) return configured;
  const found = () => PLACES.find((place) => existsSync(place));
  // Ubuntu does not have this package.
  if (found() === undefined && mayInstall()) await install("firefox-esr").catch(() => {});
  return found();
}
