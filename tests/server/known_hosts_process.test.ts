/** The names that the server process answers to. A page of any other name may be a stranger's, whose name leads here (DNS rebinding). */
import assert from "node:assert/strict";
import { JOIN_PATH, SIGNALING_PATH, SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";
import { rawRequest, UPGRADE } from "../support/raw_request.ts";
import { type ServerProcess, startServer } from "../support/server_process.ts";

const ENV = { PUBLIC_URL: "https://stream.example", ALLOWED_ORIGINS: "https://friend.example" };
const MACHINE = Deno.hostname().toLowerCase();

/** Asks for a page, and for a socket as a page of that host does. */
async function statusesAt(server: ServerProcess, host: string, headers = {}) {
  const page = await rawRequest(`${server.origin}/watch`, { host, ...headers });
  const socket = await rawRequest(server.origin + SIGNALING_PATH, {
    ...UPGRADE,
    host,
    origin: `http://${host}`,
    "sec-websocket-protocol": SUBPROTOCOL,
    ...headers,
  });
  return [page.status, socket.status];
}

Deno.test("a page of a stranger's name gets no answer from the server, and no socket", async () => {
  await using server = await startServer();
  const { port } = new URL(server.origin);
  const paths = ["/", "/watch", "/broadcast/harbour", "/api/streams", "/styles.css", "/nothing"];
  for (const host of ["evil.example", `evil.example:${port}`]) {
    const headers = { host, origin: `http://${host}` };
    for (const path of paths) {
      assert.equal((await rawRequest(server.origin + path, headers)).status, 421, path);
    }
    assert.equal((await rawRequest(server.origin + JOIN_PATH, headers, "POST")).status, 421);
    assert.deepEqual(await statusesAt(server, host), [421, 421]);
  }
});

Deno.test("the server answers at its addresses, this machine's names and those of its settings", async () => {
  await using server = await startServer(ENV);
  const { port } = new URL(server.origin);
  const hosts = [
    "127.0.0.1",
    "192.168.1.20", // NAT, or a container's published port
    "203.0.113.9",
    "[::1]",
    "[2001:db8::7]",
    "localhost",
    "tuila.localhost",
    "tuila.local",
    MACHINE,
    "stream.example",
    "friend.example",
  ];
  for (const host of hosts) {
    assert.deepEqual(await statusesAt(server, `${host}:${port}`), [200, 101], host);
    assert.deepEqual(await statusesAt(server, host), [200, 101], host);
  }
  for (const host of ["evil.example", "stream.example.evil.example", "local", "evil-localhost"]) {
    assert.deepEqual(await statusesAt(server, host), [421, 421], host);
  }
});

Deno.test("behind a trusted proxy, the name that it was asked for counts", async () => {
  await using server = await startServer({ ...ENV, TRUST_PROXY: "1" });
  const inside = new URL(server.origin).host;
  const statuses = (name: string, host = inside) =>
    statusesAt(server, host, { "x-forwarded-host": name, origin: `https://${name}` });
  assert.deepEqual(await statuses("stream.example"), [200, 101]);
  assert.deepEqual(await statuses("stream.example", "upstream"), [200, 101]);
  assert.deepEqual(await statuses("evil.example"), [421, 421]);
});

Deno.test("the refusal names the setting that lets a tunnel's name in, and the log repeats it a few times", async () => {
  const host = "abc.tunnel.example";
  const url = `https://${host}`;
  await using server = await startServer();
  for (let count = 0; count < 20; count++) {
    const { status, text, headers } = await rawRequest(`${server.origin}/watch`, { host });
    assert.equal(status, 421);
    assert.ok(text.includes(`PUBLIC_URL=${url}`), text);
    assert.equal(headers["content-type"], "text/plain; charset=utf-8");
    assert.equal(headers["cache-control"], "no-store");
  }
  const chinese = { host, "accept-language": "zh-CN" };
  assert.match((await rawRequest(server.origin, chinese)).text, /请/);
  const lines = server.output().split("\n").filter((line) => line.includes(host));
  assert.ok(lines.length >= 1 && lines.length <= 5, server.output());
  assert.ok(lines[0].includes(`PUBLIC_URL to "${url}"`), lines[0]);

  await using mended = await startServer({ PUBLIC_URL: url });
  assert.deepEqual(await statusesAt(mended, host, { origin: url }), [200, 101]);
});

Deno.test("a load balancer may ask for the server's health at any name", async () => {
  await using server = await startServer();
  const { status, text } = await rawRequest(`${server.origin}/healthz`, { host: "tuila:8000" });
  assert.deepEqual([status, text], [200, "ok"]);
});
