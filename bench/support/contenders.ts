/** Who is compared: how each is served, and what a person does on its pages. */
import type { Page } from "playwright-core";
import { goLive } from "../../tests/support/browser.ts";
import { startServer } from "../../tests/support/server_process.ts";
import { serveRival } from "./rivals.ts";

export interface Served extends AsyncDisposable {
  /** Where it listens, seen from its own place. */
  readonly origin: string;
  /** What it has said so far, since it was started last. */
  readonly output: () => string;
  /** Kills it without warning. */
  end(): Promise<unknown>;
  /** Starts it again on the same port, after `end`, and waits until it listens. */
  startAgain(): Promise<void>;
  /** Both, one right after the other. */
  restart(): Promise<void>;
}

export interface Contender {
  readonly name: "tuila" | "sample";
  readonly paths: { readonly broadcast: string; readonly watch: string };
  /** @param within what the server's command must begin with, to run in another place */
  serve(within: readonly string[]): Promise<Served>;
  goLive(page: Page, url: string): Promise<void>;
  /** What it takes to be live again after a reload. */
  resume(page: Page): Promise<void>;
}

const tuila: Contender = {
  name: "tuila",
  paths: { broadcast: "/broadcast", watch: "/watch" },
  serve: (within) => serveTuila({ HOST: "0.0.0.0" }, within),
  goLive,
  async resume(page) {
    const ask = page.getByRole("button", { name: /^(resume|start broadcasting)/i });
    const live = page.getByRole("button", { name: "Stop broadcasting" });
    await ask.or(live).first().waitFor();
    if (await ask.isVisible()) await ask.click();
  },
};

const sample: Contender = {
  name: "sample",
  paths: { broadcast: "/broadcast.html", watch: "/" },
  serve: (within) => serveRival("sample", within),
  async goLive(page, url) {
    await page.goto(url);
    await page.waitForFunction(() => document.querySelector("video")?.srcObject);
  },
  resume: () => Promise.resolve(), // its page asks for the camera by itself
};

export const CONTENDERS: readonly Contender[] = [tuila, sample];

/** Ours, built and started as its users do. @param env what they may set */
export async function serveTuila(
  env: Record<string, string>,
  within: readonly string[],
): Promise<Served> {
  const server = await startServer(env, within);
  return { ...server, end: () => server.end("SIGKILL") };
}
