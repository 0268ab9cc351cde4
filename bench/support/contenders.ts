/** The compared programs: how to serve each, and how to use its pages. */
import type { Locator, Page } from "playwright-core";
import { goLive, mainButton } from "../../tests/support/browser.ts";
import { startServer } from "../../tests/support/server_process.ts";
import { allowCamera, holdCamera } from "./camera.ts";
import { serveRival } from "./rivals.ts";

export interface Served extends AsyncDisposable {
  /** Where it listens, as seen from its own end of the link. */
  readonly origin: string;
  /** Its output since its last start. */
  readonly output: () => string;
  /** Kills it without warning. */
  end(): Promise<unknown>;
  /** Starts it again on the same port, after `end`, and waits until it listens. */
  startAgain(): Promise<void>;
  /** `end` and `startAgain` right after it. */
  restart(): Promise<void>;
}

export interface Contender {
  readonly name: "tuila" | "sample";
  readonly paths: { readonly broadcast: string; readonly watch: string };
  /** Path and button of a player that waits for a click; null if there is none. */
  readonly player: { readonly path: string; play(page: Page): Locator } | null;
  /** @param within the prefix of the server's command, to run it in another network namespace or on a core */
  serve(within: readonly string[]): Promise<Served>;
  goLive(page: Page, url: string): Promise<void>;
  /** Makes the broadcaster live again after a reload. */
  resume(page: Page): Promise<void>;
  /** Opens the camera on the broadcaster's page without going live. The page must not be in use before. */
  prepare(page: Page, url: string): Promise<void>;
  /** Goes live after `prepare`. */
  begin(page: Page): Promise<void>;
  /** Ends the broadcast. */
  stop(page: Page): Promise<void>;
  /** Resolves once a viewer's page is ready and waits for a broadcast. */
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
  resume: () => Promise.resolve(), // its page opens the camera by itself
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

/** The load clients have few addresses; people have one each. */
const ONE_ADDRESS = {
  SOCKETS_PER_ADDRESS: "100000",
  CONNECTIONS_PER_ADDRESS: "100000",
  PAGES_PER_ADDRESS: "100000",
  POSTS_PER_ADDRESS: "100000",
  CLAIMS_PER_ADDRESS: "100000",
};

/** Starts Tuila from its build, as users do. @param env further settings */
export async function serveTuila(
  env: Record<string, string>,
  within: readonly string[],
): Promise<Served> {
  const server = await startServer({ ...ONE_ADDRESS, ...env }, within);
  return { ...server, end: () => server.end("SIGKILL") };
}
