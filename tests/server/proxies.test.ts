/** What nginx and Caddy hand on, as the README configures them. */
import assert from "node:assert/strict";
import { request } from "node:https";
import { findCaddy, NEEDS_CADDY, startCaddy } from "../support/caddy.ts";
import { findNginx, NEEDS_NGINX, startNginx } from "../support/nginx.ts";
import { freePort } from "../support/reverse_proxy.ts";

const nginx = await findNginx();
const caddy = await findCaddy();

const FORGED = {
  "x-forwarded-for": "203.0.113.9",
  "x-forwarded-host": "forged.example",
  "x-forwarded-proto": "http",
};

/** Answers with the headers of the request. */
function openMirror() {
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    ({ headers }) => Response.json(Object.fromEntries(headers)),
  );
  return {
    origin: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** What the server behind the proxy gets of a request with forged headers. */
function headersBehind(origin: string): Promise<Record<string, string>> {
  return new Promise((resolve, reject) => {
    const asked = request(origin, { rejectUnauthorized: false, headers: FORGED }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (more: string) => text += more);
      response.on("end", () => resolve(JSON.parse(text)));
    });
    asked.on("error", reject);
    asked.end();
  });
}

async function checkProxy(
  start: (port: number, upstream: string) => Promise<AsyncDisposable & { origin: string }>,
): Promise<void> {
  await using mirror = openMirror();
  await using proxy = await start(await freePort(), mirror.origin);
  const headers = await headersBehind(proxy.origin);
  const { host } = new URL(proxy.origin);
  assert.equal(headers["x-forwarded-for"], "127.0.0.1");
  assert.equal(headers["x-forwarded-host"], host);
  assert.equal(headers["x-forwarded-proto"], "https");
  assert.equal(headers.host, host);
}

Deno.test({
  name: `nginx says how it was asked and by whom, whatever the client says${
    nginx === undefined ? ` (${NEEDS_NGINX})` : ""
  }`,
  ignore: nginx === undefined,
  fn: () => checkProxy((port, upstream) => startNginx(nginx ?? "", port, upstream)),
});

Deno.test({
  name: `Caddy says how it was asked and by whom, whatever the client says${
    caddy === undefined ? ` (${NEEDS_CADDY})` : ""
  }`,
  ignore: caddy === undefined,
  fn: () => checkProxy((port, upstream) => startCaddy(caddy ?? "", port, upstream)),
});
