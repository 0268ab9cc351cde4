/** A production build has few and small files. Fresh's own build has another layout. */
import assert from "node:assert/strict";
import { App, staticFiles } from "fresh";
import { Builder } from "fresh/dev";
import { bodyOf, FIXTURE, preloaded, request } from "./support.ts";

Deno.test("a page with the islands of one module loads one script, and names it in a Link header", async () => {
  const scripts = await preloaded("/");
  assert.equal(scripts.length, 1);
  assert.ok(scripts[0].endsWith("/islands/Counter/start.js"), scripts[0]);
  const imported = [...(await bodyOf("/")).matchAll(/from"([^"]+)"/g)].map(([, path]) => path);
  assert.deepEqual(imported, scripts);
  const script = await request(scripts[0]);
  assert.match(script.headers.get("cache-control") ?? "", /immutable/);
  assert.doesNotMatch(await script.text(), /\bfrom\s*"/);
});

Deno.test("a style sheet is minified, with its imports inlined", async () => {
  const response = await request("/page.css");
  assert.equal(response.headers.get("content-type"), "text/css; charset=UTF-8");
  assert.equal((await response.text()).trim(), "p{color:navy}main{color:olive}");
});

Deno.test("a build leaves no temporary files in its directory", async () => {
  const outDir = await Deno.makeTempDir({ prefix: "fresh_layout_" });
  try {
    await new Builder({ root: FIXTURE, outDir }).build();
    const entries = await Array.fromAsync(Deno.readDir(outDir));
    assert.deepEqual(entries.map(({ name }) => name).sort(), ["server.js", "static"]);
  } finally {
    await Deno.remove(outDir, { recursive: true });
  }
});

Deno.test("in development, style sheets are served as they are, and scripts with their source maps", async () => {
  const started = Promise.withResolvers<number>();
  const stop = new AbortController();
  const app = new App<{ trail?: string[] }>().use(staticFiles()).fsRoutes();
  const served = new Builder({ root: FIXTURE }).listen(() => Promise.resolve({ app }), {
    hostname: "127.0.0.1",
    port: 0,
    signal: stop.signal,
    onListen: ({ port }) => started.resolve(port),
  });
  const origin = `http://127.0.0.1:${await started.promise}`;
  const ask = async (path: string) => await (await fetch(origin + path)).text();
  assert.match(await ask("/page.css"), /^\/\* What the page looks like/);
  const script = /from"([^"]+\/Host\.js)"/.exec(await ask("/hosted"))?.[1] ?? "";
  assert.match(await ask(script), /sourceMappingURL=Host\.js\.map/);
  stop.abort();
  await served;
});
