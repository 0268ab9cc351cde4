import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Builder } from "fresh/dev";
import { App } from "fresh";
import { FIXTURE } from "./support.ts";

Deno.test("Builder.build() writes a server that serves the app", async () => {
  await using build = await buildFixture();
  const { fetch } = await build.load();
  const response = await fetch(new Request("http://localhost/"));
  const html = await response.text();
  assert.match(html, /<h1>Home<\/h1>/);
  const script = /from"([^"]+)"/.exec(html)?.[1] ?? "";
  assert.match(await (await fetch(new Request(`http://localhost${script}`))).text(), /frsh:island/);
  assert.equal((await fetch(new Request("http://localhost/styles.css"))).status, 200);
});

Deno.test("Builder.build() names the build by its content", async () => {
  await using first = await buildFixture();
  await using second = await buildFixture();
  assert.deepEqual(await first.scripts(), await second.scripts());
  assert.ok((await first.scripts()).length > 0);
});

Deno.test("Builder.build() uses the configured directories", async () => {
  const builder = new Builder({ root: FIXTURE, staticDir: "none", routeDir: "routes/deep" });
  const app = new App<{ trail?: string[] }>().fsRoutes();
  const applySnapshot = await builder.build({ snapshot: "memory" });
  applySnapshot(app);
  const response = await app.handler()(new Request("http://localhost/teapot"));
  assert.equal(response.status, 418);
});

Deno.test("Builder.listen() serves the app with a socket that reloads its pages", async () => {
  const started = Promise.withResolvers<number>();
  const stop = new AbortController();
  const app = new App().get("/", (ctx) => ctx.render(null));
  const served = new Builder({ root: FIXTURE }).listen(() => Promise.resolve({ app }), {
    hostname: "127.0.0.1",
    port: 0,
    signal: stop.signal,
    onListen: ({ port }) => started.resolve(port),
  });
  const host = `127.0.0.1:${await started.promise}`;
  const html = await (await fetch(`http://${host}/`)).text();
  assert.match(html, /<script type="module" nonce=/);
  assert.equal(app.config.mode, "development");
  assert.ok((await firstMessage(`ws://${host}/_frsh/alive`)).length > 0);
  stop.abort();
  await served;
});

/** The first message of a socket, which it then closes. */
async function firstMessage(url: string): Promise<string> {
  const socket = new WebSocket(url);
  const message = Promise.withResolvers<string>();
  const closed = Promise.withResolvers<void>();
  socket.onmessage = ({ data }) => message.resolve(data);
  socket.onclose = () => closed.resolve();
  const data = await message.promise;
  socket.close();
  await closed.promise;
  return data;
}

interface Server {
  fetch(request: Request): Promise<Response>;
}

/** Builds the fixture into a directory that disposal deletes. */
async function buildFixture() {
  const directory = await Deno.makeTempDir({ prefix: "fresh_build_" });
  const builder = new Builder({ root: FIXTURE, outDir: directory });
  await builder.build();
  return {
    directory,
    async load(): Promise<Server> {
      const { default: server } = await import(pathToFileURL(join(directory, "server.js")).href);
      return server;
    },
    async scripts(): Promise<string[]> {
      const scripts = join(directory, "static", "_fresh", "js");
      const builds = await Array.fromAsync(Deno.readDir(scripts));
      return builds.map(({ name }) => name);
    },
    [Symbol.asyncDispose]: () => Deno.remove(directory, { recursive: true }),
  };
}
