/** HTTPS on real sockets, over a change of certificates. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect, type TLSSocket } from "node:tls";
import type { AppHandler } from "@/server/http/app_listeners.ts";
import { HttpServer } from "@/server/http/http_server.ts";
import { fingerprint, newCertificate, shownFingerprint } from "../../support/certificates.ts";
import { until } from "../../support/until.ts";

const first = await newCertificate();
const second = await newCertificate();

Deno.test("after a change, new connections get the new certificate, and open ones go on", async () => {
  await using server = await serve();
  using before = await open(server.origin);
  assert.equal(shown(before), fingerprint(first));
  assert.equal(await before.ask("one"), "/one");

  server.renew(second);
  assert.equal(await shownFingerprint(server.origin), fingerprint(second));
  assert.equal(await before.ask("two"), "/two", "on the same connection");
  using after = await open(server.origin);
  assert.equal(await after.ask("three"), "/three");
});

Deno.test("an answer under way arrives whole, whatever the change", async () => {
  const piece = "x".repeat(64 * 1024);
  const gate = Promise.withResolvers<void>();
  let sent = 0;
  const body = () =>
    new ReadableStream<Uint8Array>({
      async pull(controller) {
        if (sent++ === 1) await gate.promise;
        if (sent > 40) return controller.close();
        controller.enqueue(new TextEncoder().encode(piece));
      },
    });
  await using server = await serve(() => new Response(body()));
  using before = await open(server.origin);
  const answer = before.read("big", 40 * piece.length);
  server.renew(second);
  assert.equal(await shownFingerprint(server.origin), fingerprint(second));
  gate.resolve();
  assert.ok(await answer >= 40 * piece.length);
});

Deno.test("a certificate that cannot be used is refused, and all is as it was", async () => {
  await using server = await serve();
  assert.throws(() => server.renew({ cert: first.cert, key: second.key }));
  assert.equal(await shownFingerprint(server.origin), fingerprint(first));
});

Deno.test("who speaks HTTP is sent to HTTPS, at the same host and path", async () => {
  await using server = await serve();
  const url = server.origin.replace("https:", "http:");
  const { status, headers } = await fetch(`${url}/watch/live?muted`, { redirect: "manual" });
  assert.equal(status, 307);
  assert.equal(headers.get("location"), `${server.origin}/watch/live?muted`);
});

Deno.test("who breaks off, or speaks no TLS, harms nobody", async () => {
  await using server = await serve();
  const { hostname, port } = new URL(server.origin);
  for (const words of ["GET / HTTP/1.1\r\n\r\n", "\x16\x03\x01", ""]) {
    using socket = await Deno.connect({ hostname, port: Number(port) });
    await socket.write(new TextEncoder().encode(words));
  }
  using client = await open(server.origin);
  assert.equal(await client.ask("well"), "/well");
});

async function serve(app: AppHandler = (request) => new Response(new URL(request.url).pathname)) {
  const server = await HttpServer.listen({
    hostname: "127.0.0.1",
    port: 0,
    certificate: first,
    maxConnections: 100,
    connectionsPerAddress: 100,
  }, app);
  return {
    origin: `https://127.0.0.1:${server.port}`,
    renew: (certificate: typeof first) => server.renew(certificate),
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** One connection that stays open. */
async function open(origin: string) {
  const { hostname: host, port } = new URL(origin);
  const socket = connect({ host, port: Number(port), rejectUnauthorized: false });
  let heard = "";
  socket.on("data", (bytes) => void (heard += bytes));
  await once(socket, "secureConnect");
  const request = (path: string) => {
    heard = "";
    socket.write(`GET /${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
  };
  return {
    socket,
    async ask(path: string): Promise<string> {
      request(path);
      await until(() => heard.includes(`\r\n\r\n/${path}`), `an answer to ${path}`);
      return heard.slice(heard.indexOf("\r\n\r\n") + 4);
    },
    /** How many characters came, once so many did. */
    async read(path: string, least: number): Promise<number> {
      request(path);
      await until(() => heard.length >= least, `${least} characters`);
      return heard.length;
    },
    [Symbol.dispose]: () => void socket.destroy(),
  };
}

function shown({ socket }: { socket: TLSSocket }): string {
  return socket.getPeerCertificate().fingerprint256;
}
