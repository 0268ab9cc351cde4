/** Who is compared: how each is served, and what a person does on its pages. */
import type { Locator, Page } from "playwright-core";
import { goLive, mainButton } from "../../tests/support/browser.ts";
import { startServer } from "../../tests/support/server_process.ts";
import { allowCamera, holdCamera } from "./camera.ts";
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
  /** A player that waits for a click, if there is one: where, and its button. */
  readonly player: { readonly path: string; play(page: Page): Locator } | null;
  /** @param within what the server's command must begin with, to run in another place */
  serve(within: readonly string[]): Promise<Served>;
  goLive(page: Page, url: string): Promise<void>;
  /** What it takes to be live again after a reload. */
  resume(page: Page): Promise<void>;
  /** Has the picture ready on the broadcaster's page, and nobody told. The page takes no other part before. */
  prepare(page: Page, url: string): Promise<void>;
  /** Goes live with that picture. */
  begin(page: Page): Promise<void>;
  /** Ends a broadcast, for everyone. */
  stop(page: Page): Promise<void>;
  /** Resolves once a viewer's page has done all that it can do before there is a broadcast. */
  standBy(page: Page): Promise<void>;
}

const tuila: Contender = {
  name: "tuila",
  paths: { broadcast: "/broadcast", watch: "/watch" },
  player: {
    path: "/embed?autoplay=0",
    play: (page) => page.getByRole("button", { name: "Play" }),
  },
  serve: (within) => serveTuila({ HOST: "0.0.0.0" }, within),
  goLive,
  async resume(page) {
    const ask = mainButton(page, "resume").or(mainButton(page, "start"));
    const live = mainButton(page, "stop");
    await ask.or(live).first().waitFor();
    if (await ask.isVisible()) await ask.click();
  },
  async prepare(page, url) {
    await page.goto(url);
    await page.getByRole("button", { name: "Preview", exact: true }).click();
    await page.getByRole("button", { name: "Close preview" }).waitFor();
  },
  begin: (page) => mainButton(page, "start").click(),
  async stop(page) {
    await mainButton(page, "stop").click();
    await mainButton(page, "start").waitFor();
  },
  standBy: (page) => page.getByText("Waiting for the broadcast to start").waitFor(),
};

const sample: Contender = {
  name: "sample",
  paths: { broadcast: "/broadcast.html", watch: "/" },
  player: null,
  serve: (within) => serveRival("sample", within),
  async goLive(page, url) {
    await page.goto(url);
    await page.waitForFunction(() => document.querySelector("video")?.srcObject);
  },
  resume: () => Promise.resolve(), // its page asks for the camera by itself
  async prepare(page, url) {
    await holdCamera(page);
    await page.goto(url);
    await page.waitForFunction("socket.connected");
  },
  begin: allowCamera,
  async stop(page) {
    await page.goto("about:blank"); // there is no other way
  },
  async standBy(page) {
    await page.waitForFunction(
      "socket.connected && socket.io.engine.transport.name === 'websocket'",
    );
  },
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
