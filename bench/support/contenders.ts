/** Who is compared: how each is served, and what a person does on its pages. */
import type { Page } from "playwright-core";
import { goLive } from "../../tests/support/browser.ts";
import { startServer } from "../../tests/support/server_process.ts";
import { allowCamera, holdCamera } from "./camera.ts";

export interface Served extends AsyncDisposable {
  /** Where it listens, seen from its own place. */
  readonly origin: string;
  /** Kills it without warning, starts it again on the same port, and waits until it listens. */
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
  serve: (within) => startServer({ HOST: "0.0.0.0" }, within),
  goLive,
  async resume(page) {
    const ask = page.getByRole("button", { name: /^(resume|start broadcasting)/i });
    const live = page.getByRole("button", { name: "Stop broadcasting" });
    await ask.or(live).first().waitFor();
    if (await ask.isVisible()) await ask.click();
  },
  async prepare(page, url) {
    await page.goto(url);
    await page.getByRole("button", { name: "Preview", exact: true }).click();
    await page.getByRole("button", { name: "Close preview" }).waitFor();
  },
  begin: (page) => page.getByRole("button", { name: "Start broadcasting" }).click(),
  async stop(page) {
    await page.getByRole("button", { name: "Stop broadcasting" }).click();
    await page.getByRole("button", { name: "Start broadcasting" }).waitFor();
  },
  standBy: (page) => page.getByText("Waiting for the broadcast to start").waitFor(),
};

const sample: Contender = {
  name: "sample",
  paths: { broadcast: "/broadcast.html", watch: "/" },
  serve: serveSample,
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

const FOLDER = new URL("../rivals/sample/", import.meta.url);
/** With packages of its own, so that nobody who only starts Tuila fetches them. */
const SAMPLE = [
  ..."run --quiet --no-config --import-map=import_map.json --lock=deno.lock --frozen".split(" "),
  ..."-A server.js".split(" "),
];

async function serveSample(within: readonly string[]): Promise<Served> {
  let current = spawnSample("0", within);
  const origin = await current.origin;
  const { port } = new URL(origin);
  return {
    origin,
    async restart() {
      await current.end("SIGKILL");
      current = spawnSample(port, within);
      await current.origin;
    },
    [Symbol.asyncDispose]: () => current.end("SIGTERM"),
  };
}

function spawnSample(port: string, within: readonly string[]) {
  const [command, ...args] = [...within, Deno.execPath(), ...SAMPLE];
  const env = { PORT: port, HOST: "0.0.0.0" };
  const options = { args, env, cwd: FOLDER, stdin: "null", stdout: "piped" } as const;
  const child = new Deno.Command(command, options).spawn();
  const origin = Promise.withResolvers<string>();
  const reading = (async () => {
    let output = "";
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      output += text;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(output);
      if (found !== null) origin.resolve(found[0]);
    }
    origin.reject(new Error(`the sample's server ended: ${output}`));
  })();
  origin.promise.catch(() => {}); // who waits for it is told
  return {
    origin: origin.promise,
    async end(signal: Deno.Signal): Promise<void> {
      child.kill(signal);
      await child.status;
      await reading;
    },
  };
}
