import assert from "node:assert/strict";
import { App } from "fresh";
import { Head, IS_BROWSER } from "fresh/runtime";
import { request } from "./support.ts";

async function headOf(path: string): Promise<string> {
  const html = await (await request(path)).text();
  return /<head>(.*)<\/head>/s.exec(html)?.[1] ?? "";
}

Deno.test("Head puts its children into the head of the app", async () => {
  assert.match(await headOf("/plain"), /<link rel="canonical" href="\/plain"\/>/);
});

Deno.test("Head replaces the title and the meta tags of the app", async () => {
  const head = await headOf("/plain");
  assert.deepEqual(head.match(/<title>.*?<\/title>/g), ["<title>Plain &amp; simple</title>"]);
  assert.deepEqual(head.match(/<meta name="description"[^>]*>/g), [
    '<meta name="description" content="of the page"/>',
  ]);
  assert.match(head, /<meta charset="utf-8"\/>/);
});

Deno.test("Head works in an island", async () => {
  assert.match(await headOf("/titled"), /<title>Title 0<\/title>/);
});

Deno.test("Head leaves the head of other pages alone", async () => {
  assert.match(await headOf("/"), /<title>Fixture<\/title>/);
});

Deno.test("Head works on a page without an app", async () => {
  const app = new App().get("/", (ctx) =>
    ctx.render(
      <>
        <Head>
          <title>$& $1</title>
        </Head>
        hi
      </>,
    ));
  const response = await app.handler()(new Request("http://localhost/"));
  assert.match(
    await response.text(),
    /^<!DOCTYPE html><html><head>.*<title>\$&amp; \$1<\/title><\/head><body>hi<\/body>/,
  );
});

Deno.test("IS_BROWSER is false on the server", () => {
  assert.equal(IS_BROWSER, false);
});
