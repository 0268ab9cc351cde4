import assert from "node:assert/strict";
import { App, csp, type CSPOptions } from "fresh";
import { request } from "./support.ts";

async function policyOf(options: CSPOptions, name = "Content-Security-Policy") {
  const app = new App().use(csp(options)).get("/", (ctx) => ctx.render(<p>hi</p>))
    .get("/json", (ctx) => ctx.json({}));
  const handler = app.handler();
  const page = await handler(new Request("http://localhost/"));
  const json = await handler(new Request("http://localhost/json"));
  return {
    page: page.headers.get(name)?.split("; ") ?? [],
    json: json.headers.get(name)?.split("; ") ?? [],
    headers: page.headers,
  };
}

Deno.test("csp() sets a policy for this origin", async () => {
  const { page } = await policyOf({});
  assert.deepEqual(page, [
    "default-src 'self'",
    "script-src 'self' 'unsafe-inline'",
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    "img-src 'self' data:",
    "media-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "upgrade-insecure-requests",
  ]);
});

Deno.test("csp() replaces the default of the same name", async () => {
  const { page } = await policyOf({ csp: ["connect-src 'self' wss://other", "sandbox"] });
  assert.ok(!page.includes("connect-src 'self'"));
  assert.ok(page.includes("connect-src 'self' wss://other"));
  assert.ok(page.includes("sandbox"));
});

Deno.test("csp() with useNonce puts a nonce in place of 'unsafe-inline' on pages", async () => {
  const { page, json } = await policyOf({ useNonce: true });
  assert.ok(page.some((it) => /^script-src 'self' 'nonce-[0-9a-f]{32}'$/.test(it)));
  assert.ok(page.some((it) => /^style-src 'self' 'nonce-[0-9a-f]{32}'$/.test(it)));
  assert.ok(json.includes("script-src 'self' 'unsafe-inline'"));
});

Deno.test("csp() takes a new nonce for every page", async () => {
  const first = await policyOf({ useNonce: true });
  const second = await policyOf({ useNonce: true });
  assert.notDeepEqual(first.page, second.page);
});

Deno.test("csp() can report only", async () => {
  const { page, headers } = await policyOf(
    { reportOnly: true, reportTo: "/reports" },
    "Content-Security-Policy-Report-Only",
  );
  assert.ok(page.includes("report-uri /reports"));
  assert.ok(page.includes("report-to csp-endpoint"));
  assert.equal(headers.get("Reporting-Endpoints"), 'csp-endpoint="/reports"');
  assert.equal(headers.get("Content-Security-Policy"), null);
});

Deno.test("every inline script and style of a page has the nonce of its policy", async () => {
  for (const path of ["/", "/nested"]) {
    const response = await request(path);
    const policy = response.headers.get("Content-Security-Policy") ?? "";
    const nonce = /'nonce-([0-9a-f]+)'/.exec(policy)?.[1];
    const tags = (await response.text()).match(/<(?:script|style)[^>]*>/g) ?? [];
    assert.ok(nonce !== undefined && tags.length > 0);
    for (const tag of tags) assert.ok(tag.includes(`nonce="${nonce}"`), tag);
  }
});

Deno.test("a node that is created once has the nonce of the page it is on", async () => {
  const once = <style>{"p { color: teal }"}</style>;
  const app = new App().use(csp({ useNonce: true })).get("/", (ctx) => ctx.render(<p>{once}</p>));
  const handler = app.handler();
  for (let i = 0; i < 2; i++) {
    const response = await handler(new Request("http://localhost/"));
    const nonce = /<style nonce="([^"]+)"/.exec(await response.text())?.[1];
    assert.ok(nonce !== undefined);
    assert.match(response.headers.get("Content-Security-Policy") ?? "", new RegExp(nonce));
  }
});
