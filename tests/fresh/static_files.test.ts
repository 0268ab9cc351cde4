import assert from "node:assert/strict";
import { handler, request } from "./support.ts";

const IMMUTABLE = "public, max-age=31536000, immutable";
const NO_CACHE = "no-cache, no-store, max-age=0, must-revalidate";

async function lockedStyles(): Promise<string> {
  const html = await (await request("/plain")).text();
  const path = /href="(\/styles\.css\?[^"]+)"/.exec(html)?.[1];
  assert.ok(path !== undefined, "the page has a style sheet");
  return path;
}

async function bootScript(): Promise<string> {
  const html = await (await request("/")).text();
  const path = /import\s*{\s*boot\b[^}]*}\s*from\s*"([^"]+)"/.exec(html)?.[1];
  assert.ok(path !== undefined, "the page starts its islands");
  return path;
}

Deno.test("staticFiles() serves the files of static/ with their types", async () => {
  const response = await request("/styles.css");
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-type"), "text/css; charset=UTF-8");
  assert.match(await response.text(), /teal/);
});

Deno.test("staticFiles() serves files in folders", async () => {
  const response = await request("/nested/a.txt");
  assert.equal(await response.text(), "hello\n");
});

Deno.test("staticFiles() does not let a plain path be cached", async () => {
  const response = await request("/styles.css");
  assert.equal(response.headers.get("cache-control"), NO_CACHE);
});

Deno.test("asset() makes a path that is cached for good", async () => {
  const response = await request(await lockedStyles());
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("cache-control"), IMMUTABLE);
});

Deno.test("staticFiles() redirects from the key of another build", async () => {
  const response = await request("/styles.css?__frsh_c=old&a=b");
  assert.equal(response.status, 307);
  assert.equal(response.headers.get("location"), "/styles.css?a=b");
});

Deno.test("staticFiles() serves the scripts of the build, cached for good", async () => {
  const path = await bootScript();
  assert.match(path, /^\/_fresh\/js\/[^/]+\//);
  const response = await request(path);
  assert.equal(response.status, 200);
  assert.match(response.headers.get("content-type") ?? "", /^text\/javascript/);
  assert.equal(response.headers.get("cache-control"), IMMUTABLE);
});

Deno.test("staticFiles() answers 304 to the ETag of a script", async () => {
  const path = await bootScript();
  const etag = (await request(path)).headers.get("etag") ?? "";
  assert.match(etag, /^W\/"/);
  const response = await request(path, { headers: { "If-None-Match": etag } });
  assert.equal(response.status, 304);
  assert.equal(await response.text(), "");
});

Deno.test("staticFiles() answers HEAD without a body", async () => {
  const size = (await (await request("/styles.css")).bytes()).length;
  const response = await request("/styles.css", { method: "HEAD" });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get("content-length"), String(size));
  assert.equal(await response.text(), "");
});

Deno.test("staticFiles() answers 405 to other methods", async () => {
  assert.equal((await request("/styles.css", { method: "POST" })).status, 405);
});

Deno.test("staticFiles() serves nothing outside of the build", async () => {
  for (
    const path of [
      "/../main.ts",
      "/..%2fmain.ts",
      "/%2e%2e/main.ts",
      "/nested/..%2f..%2fmain.ts",
      "/main.ts",
      "/routes/index.tsx",
      "/%00",
      "/%FF",
    ]
  ) {
    const response = await handler(new Request(`http://localhost${path}`));
    assert.ok(response.status >= 400, path);
  }
});

Deno.test("staticFiles() answers a missing favicon without a page", async () => {
  const response = await request("/favicon.ico");
  assert.equal(response.status, 404);
  assert.equal(await response.text(), "");
});
