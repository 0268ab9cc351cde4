/**
 * Where our own implementation differs from Fresh 2.3 on purpose, as also in `single_scripts`, `layout` and
 * `serialize`. All other tests pass on Fresh.
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { App } from "fresh";
import { Builder } from "fresh/dev";
import { bodyOf, FIXTURE, request } from "./support.ts";

// In Fresh, the handler throws for a malformed path.
Deno.test("a path with a malformed escape is not found", async () => {
  const app = new App().get("/watch/:name", (ctx) => ctx.text(ctx.params.name));
  const response = await app.handler()(new Request("http://localhost/watch/%FF"));
  assert.equal(response.status, 404);
  assert.match(await bodyOf("/watch/%FF"), /nothing here/);
});

// In Fresh, the status is 200 unless the handler sets it.
Deno.test("App.notFound() renders a page with status 404", async () => {
  const app = new App().notFound({ component: () => <p>nothing here</p> });
  const response = await app.handler()(new Request("http://localhost/"));
  assert.equal(response.status, 404);
});

// In Fresh, a snapshot in memory does not find such files.
Deno.test("staticFiles() serves files with escaped names from memory", async () => {
  const response = await request("/nested/a%20file.txt");
  assert.equal(await response.text(), "hello\n");
});

// In Fresh, the scripts of old builds stay.
Deno.test("Builder.build() removes the previous build", async () => {
  const outDir = await Deno.makeTempDir({ prefix: "fresh_build_" });
  try {
    const old = join(outDir, "static", "_fresh", "js", "old", "script.js");
    await Deno.mkdir(join(old, ".."), { recursive: true });
    await Deno.writeTextFile(old, "old");
    await new Builder({ root: FIXTURE, outDir }).build();
    await assert.rejects(Deno.stat(old), Deno.errors.NotFound);
  } finally {
    await Deno.remove(outDir, { recursive: true });
  }
});

// In Fresh, the message names neither island nor prop.
Deno.test("a function as a prop is refused with the names of island and prop", async () => {
  assert.match(
    await bodyOf("/function_prop"),
    /Island &lt;Nested>, prop &quot;onDone&quot;: a function cannot be serialized/,
  );
});
