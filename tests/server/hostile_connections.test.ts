/** What a stranger can do with connections alone: the server closes them in time, and others do not notice. */
import assert from "node:assert/strict";
import type { AppHandler } from "@/server/http/app_listeners.ts";
import { HttpServer } from "@/server/http/http_server.ts";
import { JOIN_PATH } from "@/signaling/protocol/endpoint.ts";
import { CLOSE } from "@/signaling/protocol/close_codes.ts";
import { frame, OPCODE, upgradeRequest } from "../support/raw_frames.ts";
import { RawTcp } from "../support/raw_tcp.ts";
import { RawWire } from "../support/raw_wire.ts";
import { type ServerProcess, startServer } from "../support/server_process.ts";
import { until } from "../support/until.ts";

/** How much later than its limit a busy machine may close a connection, in milliseconds. */
const GRACE = 5_000;

const HEAD = "GET /healthz HTTP/1.1\r\nHost: localhost\r\n";

const SLOW: Readonly<Record<string, [words: (origin: string) => string | Uint8Array, ms: number]>> =
  {
    "no byte": [() => "", 5_000],
    "half a head": [() => HEAD, 5_000],
    "half a body": [
      (origin) =>
        `POST ${JOIN_PATH} HTTP/1.1\r\nHost: ${
          new URL(origin).host
        }\r\nOrigin: ${origin}\r\nContent-Length: 9\r\n\r\n1234`,
      10_000,
    ],
    "a request, and no other": [() => `${HEAD}\r\n`, 15_000],
    "the preface of HTTP/2": [() => "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 5_000],
    "a socket without a message": [(origin) => upgradeRequest(origin), 7_000],
  };

Deno.test("a connection that does not go on is closed in time", async () => {
  await using server = await startServer();
  await using secure = await startServer({}, [], ["--https"]);
  const plain = Object.entries(SLOW).map(([name, [words, limit]]) =>
    assertClosed(server.origin, words(server.origin), name, limit)
  );
  const overTls: [string, string][] = [["no byte", ""], ["half a TLS hello", "\x16\x03\x01\x02"]];
  const tls = overTls.map(([name, words]) => assertClosed(secure.origin, words, name, 5_000));
  await Promise.all([...plain, ...tls, assertUnreadIsClosed()]);
});

/** Only the server knows that it has closed a connection whose client does not read. */
async function assertUnreadIsClosed(): Promise<void> {
  await using server = await serve(() => new Response(new Uint8Array(32 * 1024 * 1024)));
  using connection = new RawTcp(server.origin, { reads: false });
  connection.write(`${HEAD}\r\n`);
  await until(() => server.connections() === 1, "the connection is there");
  const asked = performance.now();
  await until(() => server.connections() === 0, "the connection is closed");
  const time = performance.now() - asked;
  assert.ok(time < 16_000 + GRACE, `unread: closed after ${Math.round(time)} ms`);
}

Deno.test("a client that asks on without waiting for the answers is closed", async () => {
  const never = new Promise<Response>(() => {});
  await using server = await serve(() => never);
  using connection = new RawTcp(server.origin);
  connection.write(`${HEAD}\r\n`.repeat(5));
  await connection.closed;
});

async function serve(app: AppHandler) {
  const limits = { maxConnections: 10, connectionsPerAddress: null };
  const server = await HttpServer.listen({ hostname: "127.0.0.1", port: 0, ...limits }, app);
  return {
    origin: `http://127.0.0.1:${server.port}`,
    connections: () => server.connections,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

async function assertClosed(
  origin: string,
  words: string | Uint8Array,
  name: string,
  limit: number,
): Promise<void> {
  using connection = new RawTcp(origin);
  if (words.length > 0) connection.write(words);
  const time = await connection.closed;
  assert.ok(time < limit + GRACE, `${name}: closed after ${Math.round(time)} ms`);
}

Deno.test("a message in endless fragments closes its socket with 1009, and takes no memory", async () => {
  await using server = await startServer();
  using connection = await openSocket(server);
  const fragment = new Uint8Array(16 * 1024);
  connection.write(frame(OPCODE.text, fragment, false));
  for (let i = 0; i < 7; i++) connection.write(frame(OPCODE.continuation, fragment, false));
  assert.doesNotMatch(connection.received, CLOSED_WITH_1009, "128 kB are held");
  connection.write(frame(OPCODE.continuation, fragment, false));
  await connection.closed;
  assert.match(connection.received, CLOSED_WITH_1009);
});

Deno.test("a message in tiny fragments closes its socket", async () => {
  await using server = await startServer();
  using connection = await openSocket(server);
  connection.write(frame(OPCODE.text, new Uint8Array(1), false));
  for (let i = 0; i < 100; i++) {
    connection.write(frame(OPCODE.continuation, new Uint8Array(1), false));
  }
  await connection.closed;
});

Deno.test("a peer that does not answer the close frame has no connection two seconds later", async () => {
  await using server = await startServer();
  using connection = await openSocket(server);
  const opened = performance.now();
  for (let i = 0; i < 3; i++) connection.write(frame(OPCODE.text, new Uint8Array([123])));
  await until(
    () => connection.received.includes(closeFrame(CLOSE.badInput.code)),
    "the close frame",
  );
  const closing = performance.now() - opened;
  assert.ok(await connection.closed - closing < 2_000 + GRACE);
});

Deno.test("control frames count as messages", async () => {
  await using server = await startServer();
  using connection = await openSocket(server);
  for (let i = 0; i < 200; i++) connection.write(frame(OPCODE.ping, new Uint8Array(0)));
  await connection.closed;
  assert.ok(connection.received.includes(closeFrame(CLOSE.tooManyMessages.code)));
});

for (const args of [[], ["--https"]]) {
  Deno.test(`more connections than the process may open: the rest is refused, until they go ${args}`, async () => {
    const few = ["sh", "-c", 'ulimit -n 400; exec "$@" --open-files=400', "sh"];
    await using server = await startServer({}, few, args);
    assert.match(server.output(), /may open too few files for MAX_SOCKETS=10000/);
    const many = Array.from({ length: 450 }, () => new RawTcp(server.origin));
    await Promise.race(many.map(({ closed }) => closed)); // the first that is refused
    for (const connection of many) connection[Symbol.dispose]();
    await until(async () => await isHealthy(server), "it accepts again");
  });
}

Deno.test("an address has its share of connections, sockets and pages, and others do not notice", async () => {
  await using server = await startServer({
    CONNECTIONS_PER_ADDRESS: "8",
    SOCKETS_PER_ADDRESS: "3",
    PAGES_PER_ADDRESS: "1",
  });
  const answers = async (from: string) => {
    using connection = new RawTcp(server.origin, { from });
    connection.write(`GET /watch HTTP/1.1\r\nHost: ${new URL(server.origin).host}\r\n\r\n`);
    const [, status] = (await connection.answer()).split(" ");
    return { status, retry: /retry-after: (\d+)/i.exec(connection.received)?.[1] };
  };
  for (let i = 0; i < 10; i++) assert.equal((await answers("127.0.0.2")).status, "200");
  const refused = await answers("127.0.0.2");
  assert.equal(refused.status, "429");
  assert.match(refused.retry ?? "", /^[12]$/);
  assert.equal((await answers("127.0.0.3")).status, "200", "another address");

  const sockets = Array.from({ length: 3 }, () => new RawTcp(server.origin, { from: "127.0.0.4" }));
  for (const socket of sockets) {
    assert.match(await socket.write(upgradeRequest(server.origin)).answer(), /^HTTP\/1.1 101/);
  }
  using fourth = new RawTcp(server.origin, { from: "127.0.0.4" });
  assert.match(await fourth.write(upgradeRequest(server.origin)).answer(), /^HTTP\/1.1 429/);
  using other = new RawTcp(server.origin, { from: "127.0.0.5" });
  assert.match(await other.write(upgradeRequest(server.origin)).answer(), /^HTTP\/1.1 101/);
  for (const socket of sockets) socket[Symbol.dispose]();

  const connections = Array.from(
    { length: 9 },
    () => new RawTcp(server.origin, { from: "127.0.0.6" }),
  );
  await Promise.race(connections.map(({ closed }) => closed));
  for (const connection of connections) connection[Symbol.dispose]();
  assert.equal((await RawWire.open(server.origin)).closeCode, null);
});

async function openSocket(server: ServerProcess): Promise<RawTcp> {
  const connection = new RawTcp(server.origin).write(upgradeRequest(server.origin));
  assert.match(await connection.answer(), /^HTTP\/1.1 101/);
  return connection;
}

/** The first bytes of a server's close frame. */
function closeFrame(code: number): string {
  return String.fromCharCode(code >> 8, code & 255);
}

const CLOSED_WITH_1009 = new RegExp(`\x88.${closeFrame(1009)}`, "s");

/** Whether it answers: over HTTPS, plain HTTP is sent to HTTPS. */
async function isHealthy({ origin }: ServerProcess): Promise<boolean> {
  using connection = new RawTcp(origin).write(`${HEAD}\r\n`);
  return /^HTTP\/1.1 (200|307)/.test(await connection.answer());
}
