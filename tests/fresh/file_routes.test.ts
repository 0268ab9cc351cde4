import assert from "node:assert/strict";
import { bodyOf, request } from "./support.ts";

Deno.test("fsRoutes() serves a page at the path of its file", async () => {
  assert.match(await bodyOf("/plain"), /<h1>Plain<\/h1>/);
});

Deno.test("fsRoutes() serves index at the path of its folder", async () => {
  assert.match(await bodyOf("/"), /<h1>Home<\/h1>/);
  assert.match(await bodyOf("/deep"), /deep 1/);
});

Deno.test("fsRoutes() gives [param] to the handler and the page", async () => {
  const response = await request("/watch/%E6%8E%A8");
  assert.equal(response.status, 203);
  assert.equal(response.headers.get("x-name"), "set");
  assert.match(await response.text(), /<h1>Watching 推 \(推\)<\/h1>/);
});

Deno.test("fsRoutes() lets a handler answer itself", async () => {
  const response = await request("/watch/old");
  assert.equal(response.headers.get("location"), "/watch/new");
});

Deno.test("fsRoutes() prefers a static file name to [param]", async () => {
  assert.match(await bodyOf("/watch/fixed"), /the static one/);
});

Deno.test("fsRoutes() serves [[optional]] with and without it", async () => {
  assert.match(await bodyOf("/docs"), /page: none/);
  assert.match(await bodyOf("/docs/intro"), /page: intro/);
  assert.equal((await request("/docs/intro/more")).status, 404);
});

Deno.test("fsRoutes() serves [...rest] below its folder", async () => {
  assert.equal(await bodyOf("/files/a/b/c"), "a/b/c");
});

Deno.test("fsRoutes() prefers [param] to [...rest]", async () => {
  assert.equal(await bodyOf("/files/a/info"), "info of a");
  assert.equal(await bodyOf("/files/a/b/info"), "a/b/info");
});

Deno.test("fsRoutes() leaves (groups) out of the path", async () => {
  assert.match(await bodyOf("/grouped"), /grouped/);
});

Deno.test("fsRoutes() skips tests", async () => {
  assert.equal((await request("/api/echo.test")).status, 404);
});

Deno.test("fsRoutes() calls the handler of the method", async () => {
  const response = await request("/api/echo", { method: "POST", body: "hello" });
  assert.equal(await response.text(), "hello");
});

Deno.test("fsRoutes() passes through _middleware from the outside in", async () => {
  assert.match(await bodyOf("/deep"), /<p>main, root, deep 1, deep 2<\/p>/);
  const response = await request("/api/echo");
  assert.deepEqual(await response.json(), { trail: ["main", "root"] });
});

Deno.test("fsRoutes() renders pages inside _app", async () => {
  const html = await (await request("/plain")).text();
  assert.match(html, /^<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"\/>/);
  assert.match(html, /<\/html>$/);
});

Deno.test("fsRoutes() follows the config of a route", async () => {
  assert.equal(
    await (await request("/elsewhere")).text(),
    '<!DOCTYPE html><html><head><meta charset="utf-8"/></head><body><p>without the app</p></body></html>',
  );
  assert.equal((await request("/bare")).status, 404);
});

Deno.test("fsRoutes() awaits an async page", async () => {
  assert.match(await bodyOf("/async"), /<p>awaited<\/p>/);
});

Deno.test("fsRoutes() lets an async page answer with a response", async () => {
  const response = await request("/async?to=/plain");
  assert.equal(response.status, 302);
  assert.equal(response.headers.get("location"), "/plain");
});

Deno.test("fsRoutes() renders _404 inside _app for what is not found", async () => {
  const response = await request("/nowhere");
  assert.equal(response.status, 404);
  const html = await response.text();
  assert.match(html, /<html lang="en">/);
  assert.match(html, /nothing here/);
});

Deno.test("fsRoutes() renders _error with the error and its status", async () => {
  const response = await request("/forbidden");
  assert.equal(response.status, 403);
  assert.match(await response.text(), /error 403: not for you/);
});

Deno.test("fsRoutes() renders the _error of the folder", async () => {
  const crashed = await request("/deep/boom");
  assert.equal(crashed.status, 500);
  assert.match(await crashed.text(), /deep error: Error: boom/);
  const teapot = await request("/deep/teapot");
  assert.equal(teapot.status, 418);
  assert.match(await teapot.text(), /deep error: 418/);
});
