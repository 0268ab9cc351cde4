/** A whole browser as the system sees it: to be killed, or to sleep as a closed laptop does. */
import type { Browser } from "playwright-core";

/** Sends that signal to every process of the browser. */
export type SignalBrowser = (signal: "SIGKILL" | "SIGSTOP" | "SIGCONT") => void;

/** To be asked while the browser still answers. */
export async function browserProcesses(browser: Browser): Promise<SignalBrowser> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const main = processInfo.find(({ type }) => type === "browser");
  if (main === undefined) throw new Error("a browser without a browser process");
  // The driver starts each browser as the leader of a process group of its own.
  return (signal) => Deno.kill(-main.id, signal);
}

/** Runs `meanwhile` while the browser sleeps. Resolves with the time at which it woke. */
export async function asleep(browser: Browser, meanwhile: () => Promise<void>): Promise<number> {
  const send = await browserProcesses(browser);
  send("SIGSTOP");
  try {
    await meanwhile();
  } finally {
    send("SIGCONT"); // a browser that sleeps could not be closed either
  }
  return Date.now();
}
