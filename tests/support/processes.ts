/** Sends signals to a whole browser: to kill it, or to suspend it like a closed laptop. */
import type { Browser } from "playwright-core";

/** Sends that signal to every process of the browser. */
export type SignalBrowser = (signal: "SIGKILL" | "SIGSTOP" | "SIGCONT") => void;

/** Call it while the browser still answers. */
export async function browserProcesses(browser: Browser): Promise<SignalBrowser> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const main = processInfo.find(({ type }) => type === "browser");
  if (main === undefined) throw new Error("a browser without a browser process");
  // The driver starts each browser as the leader of a process group of its own.
  return (signal) => Deno.kill(-main.id, signal);
}

/** Runs `meanwhile` while the browser is suspended. Resolves with the time at which it resumed. */
export async function asleep(browser: Browser, meanwhile: () => Promise<void>): Promise<number> {
  const send = await browserProcesses(browser);
  send("SIGSTOP");
  try {
    await meanwhile();
  } finally {
    send("SIGCONT"); // a suspended browser could not be closed either
  }
  return Date.now();
}
