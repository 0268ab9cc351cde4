import assert from "node:assert/strict";
import { bodyOf, preloaded, request } from "./support.ts";

Deno.test("an island is rendered on the server between markers", async () => {
  const html = await bodyOf("/");
  assert.match(
    html,
    /<!--frsh:island:Counter:\d+:--><button .*?>3 clicks<\/button><!--\/frsh:island-->/,
  );
  assert.match(html, /<!--frsh:island:Shown:\d+:--><output [^>]*>3<\/output><!--\/frsh:island-->/);
});

Deno.test("an island in an island has no markers of its own", async () => {
  const html = await bodyOf("/nested");
  assert.match(html, /<p>outer <output [^>]*>1<\/output><\/p>/);
  assert.equal(html.match(/<!--frsh:island:/g)?.length, 2);
});

Deno.test("an island may be the default export", async () => {
  const html = await bodyOf("/nested");
  assert.match(html, /<!--frsh:island:nested_islands:\d+:--><p>default<\/p>/);
});

Deno.test("a page with islands has one script that starts them", async () => {
  const html = await bodyOf("/");
  assert.equal(html.match(/<script/g)?.length, 1);
  assert.match(html, /<script type="module" nonce="[^"]+">import/);
});

Deno.test("a page without islands loads no script", async () => {
  const response = await request("/plain");
  assert.doesNotMatch(await response.text(), /<script/);
  assert.equal(response.headers.get("link"), null);
});

Deno.test("a page names the scripts of its islands in a Link header", async () => {
  const scripts = await preloaded("/several");
  for (const name of ["Host.js", "Titled.js"]) {
    assert.ok(scripts.some((path) => path.endsWith(name)), name);
  }
  assert.ok(!scripts.some((path) => path.endsWith("Counter.js")));
  for (const path of scripts) assert.equal((await request(path)).status, 200, path);
});

Deno.test("the props in a page cannot end its script", async () => {
  const html = await bodyOf("/");
  const script = /<script[^>]*>(.*?)<\/script>/s.exec(html)?.[1] ?? "";
  assert.match(script, /boot\(/);
  assert.match(script, /\);$/);
  assert.doesNotMatch(script, /<!--/);
});

Deno.test("a prop that cannot be serialized fails the page", async () => {
  const response = await request("/function_prop");
  assert.equal(response.status, 500);
});
