/** The server as a process: what it says, what it answers, how it ends. */
import assert from "node:assert/strict";
import { request } from "node:http";
import { SITE } from "@/i18n/site.ts";
import { CLOSE } from "@/signaling/protocol/close_codes.ts";
import {
  JOIN_PATH,
  PROTOCOLS_HEADER,
  SIGNALING_PATH,
  SUBPROTOCOL,
} from "@/signaling/protocol/endpoint.ts";
import { RawWire } from "../support/raw_wire.ts";
import { fetchStreams, runServer, startServer } from "../support/server_process.ts";

Deno.test("the server listens, answers, and ends cleanly when it is interrupted", async () => {
  await using server = await startServer();
  const health = await fetch(`${server.origin}/healthz`);
  assert.equal(health.status, 200);
  assert.equal(await health.text(), "ok");
  assert.deepEqual(await fetchStreams(server.origin), []);
  server.signal("SIGINT");
  const { code, signal } = await server.status;
  assert.deepEqual({ code, signal }, { code: 0, signal: null });
});

Deno.test("a server that is told to stop lets 45 sockets go a few at a time, tells each why, and ends", async () => {
  await using server = await startServer();
  const wires = await Promise.all(Array.from({ length: 45 }, () => RawWire.open(server.origin)));
  const closing = wires.map(async (wire) => {
    await wire.until(() => wire.closeCode !== null);
    return performance.now();
  });
  const { code } = await server.end("SIGTERM");
  assert.equal(code, 0);
  const times = (await Promise.all(closing)).sort((a, b) => a - b);
  assert.deepEqual(
    new Set(wires.map(({ closeCode }) => closeCode)),
    new Set([CLOSE.stopping.code]),
  );
  // Ten at a time with 0.1 s between: the last go no sooner than 0.4 s after the first.
  const took = times[times.length - 1] - times[0];
  assert.ok(took >= 390 && took < 10_000, `all were let go within ${took} ms`);
});

Deno.test("a taken port is one sentence and exit 1", async () => {
  await using server = await startServer();
  const { port } = new URL(server.origin);
  const { code, output } = await runServer({ PORT: port, HOST: "127.0.0.1", STORE: ":memory:" });
  assert.equal(code, 1);
  assert.match(output, new RegExp(`^Port ${port} is already in use\\.[^\\n]*\\n$`));
});

Deno.test("a second server on one store is one sentence and exit 1; the next one has it once the first is killed", async () => {
  const store = `data/test/${crypto.randomUUID()}.sqlite`;
  await using first = await startServer({ STORE: store });
  const { code, output } = await runServer({ PORT: "0", HOST: "127.0.0.1", STORE: store });
  assert.equal(code, 1);
  assert.match(output, /^The store data\/test\/\S+ is in use by another server\.[^\n]*\n$/);
  const next = startServer({ STORE: store });
  await first.end("SIGKILL");
  await using _second = await next;
});

Deno.test("an address of another machine is one sentence and exit 1", async () => {
  const { code, output } = await runServer({ PORT: "0", HOST: "192.0.2.1", STORE: ":memory:" });
  assert.equal(code, 1);
  assert.match(output, /^Cannot listen on HOST 192\.0\.2\.1[^\n]*\n$/);
});

Deno.test("a bad value in the environment is one sentence and exit 1", async () => {
  const { code, output } = await runServer({ PORT: "eighty" });
  assert.equal(code, 1);
  assert.match(output, /^PORT must be [^\n]*\n$/);
});

Deno.test("a taken port is one sentence over HTTPS too", async () => {
  await using server = await startServer({}, [], ["--https"]);
  const { port } = new URL(server.origin);
  const env = { PORT: port, HOST: "127.0.0.1", STORE: ":memory:" };
  const { code, output } = await runServer(env, ["--https"]);
  assert.equal(code, 1);
  assert.match(output, new RegExp(`^Port ${port} is already in use\\.[^\\n]*\\n$`));
});

Deno.test("a server over HTTPS ends cleanly with a page's socket open", async () => {
  await using server = await startServer({}, [], ["--https"]);
  const { hostname, port } = new URL(server.origin);
  using _idle = await Deno.connect({ hostname, port: Number(port) });
  const { code, signal } = await server.end("SIGTERM");
  assert.deepEqual({ code, signal }, { code: 0, signal: null });
});

const UNUSABLE: [begins: RegExp, env: Record<string, string>, args?: string[]][] = [
  [/TLS_CERT must be a file that this server can read/, {
    TLS_CERT: "/nowhere/a.pem",
    TLS_KEY: "/nowhere/a.key",
  }],
  [/TLS_CERT must be a PEM file with a certificate/, {
    TLS_CERT: "deno.json",
    TLS_KEY: "deno.json",
  }],
  [/TLS_KEY must name/, { TLS_CERT: "deno.json" }],
  [/PUBLIC_URL must be/, { PUBLIC_URL: "https://stream.example.com/live" }],
  [/TRUST_PROXY must be/, { TRUST_PROXY: "yes" }],
  [/The only argument is --https/, {}, ["--http"]],
];

Deno.test("HTTPS and proxies that cannot be had are one sentence and exit 1", async () => {
  for (const [begins, env, args] of UNUSABLE) {
    const { code, output } = await runServer({ PORT: "0", STORE: ":memory:", ...env }, args);
    assert.equal(code, 1);
    assert.match(output, new RegExp(`^${begins.source}[^\\n]*\\.\\n$`));
  }
});

Deno.test("behind a proxy: its word is taken where it is trusted, and PUBLIC_URL is home", async () => {
  const forwarded = { "x-forwarded-proto": "https", "x-forwarded-host": "tuila.local" };
  const asks = async (env: Record<string, string>) => {
    await using server = await startServer(env);
    const page = await fetch(`${server.origin}/watch`, { headers: forwarded });
    const policy = page.headers.get("content-security-policy") ?? "";
    const canonical = /<meta property="og:url" content="([^"]+)"/.exec(await page.text())?.[1];
    const upgrade = (origin: string) =>
      upgradeStatus(server.origin + SIGNALING_PATH, {
        ...forwarded,
        origin,
        "sec-websocket-protocol": SUBPROTOCOL,
      });
    return {
      upgrades: policy.includes("upgrade-insecure-requests"),
      address: canonical?.replace(server.origin, "direct"),
      theirs: await upgrade("https://tuila.local"),
      foes: await upgrade("https://foe.example"),
    };
  };
  const trusted = {
    upgrades: true,
    address: "https://tuila.local/watch",
    theirs: 101,
    foes: 403,
  };
  assert.deepEqual(await asks({}), {
    upgrades: false,
    address: "direct/watch",
    theirs: 403,
    foes: 403,
  });
  assert.deepEqual(await asks({ TRUST_PROXY: "1" }), trusted);
  assert.deepEqual(await asks({ PUBLIC_URL: "https://tuila.local" }), {
    ...trusted,
    upgrades: false, // asked for at the server's own address
  });
});

Deno.test("the signaling route asked without an upgrade answers 426", async () => {
  await using server = await startServer();
  const response = await fetch(server.origin + SIGNALING_PATH);
  assert.equal(response.status, 426);
  assert.equal(response.headers.get("upgrade"), "websocket");
  await response.body?.cancel();
});

Deno.test("a viewer's first message may be posted, by pages of its own and allowed origins, within its bounds", async () => {
  await using server = await startServer({ ALLOWED_ORIGINS: "https://friend.example" });
  const offer = { negotiation: 1, sdp: "v=0\r\n" };
  const watch = JSON.stringify({ type: "watch", stream: "live", offer });
  const post = async (body: BodyInit, origin?: string) => {
    const headers: Record<string, string> = origin === undefined ? {} : { origin };
    const request = { method: "POST", headers, body };
    const response = await fetch(server.origin + JOIN_PATH, request);
    return { status: response.status, text: await response.text() };
  };
  for (const origin of [server.origin, "https://friend.example"]) {
    const { status, text } = await post(watch, origin);
    assert.equal(status, 200);
    assert.deepEqual(JSON.parse(text).map(({ type }: { type: string }) => type), ["watching"]);
  }
  assert.equal((await post(watch, "https://foe.example")).status, 403);
  assert.equal((await post(watch)).status, 403);
  const bad = await post("{}", server.origin);
  assert.equal(bad.status, 400);
  assert.equal(JSON.parse(bad.text)[0].code, "bad-message");
  assert.equal((await post(new Blob([watch]).stream(), server.origin)).status, 411);
  assert.equal((await post("x".repeat(70_000), server.origin)).status, 413);
});

Deno.test("a page of another version is told what this server speaks, and nothing that it says is taken", async () => {
  await using server = await startServer();
  const { origin } = server;
  const offer = { negotiation: 1, sdp: "v=0\r\n" };
  const watch = JSON.stringify({ type: "watch", stream: "live", offer });
  const post = async (path: string, body: string) => {
    const response = await fetch(origin + path, { method: "POST", headers: { origin }, body });
    const spoken = response.headers.get(PROTOCOLS_HEADER);
    return [response.status, spoken, await response.text()];
  };
  const refused = [400, SUBPROTOCOL, `Use the sub-protocol ${SUBPROTOCOL}.`];
  assert.deepEqual(await post(SIGNALING_PATH, watch), refused);
  assert.deepEqual(await post(`${SIGNALING_PATH}?protocol=tuila.v1`, watch), refused);
  assert.deepEqual(await post(SIGNALING_PATH, ""), [204, SUBPROTOCOL, ""]);
});

Deno.test("a page that goes while it posts is no fault of the server", async () => {
  await using server = await startServer();
  const { hostname, port, host, origin } = new URL(server.origin);
  const page = await Deno.connect({ hostname, port: Number(port) });
  const head = [`POST ${JOIN_PATH} HTTP/1.1`, `Host: ${host}`, `Origin: ${origin}`];
  const text = [...head, "Content-Length: 1000", "", '{"type":'].join("\r\n");
  await page.write(new TextEncoder().encode(text));
  page.close();
  await (await fetch(`${origin}/healthz`)).body?.cancel();
  const { code } = await server.end("SIGTERM"); // by now it has been told
  assert.equal(code, 0);
  assert.doesNotMatch(server.output(), /ERR/);
});

Deno.test("only the pages that have a camera leave the windows that opened them: others would be shown later", async () => {
  await using server = await startServer();
  const policy = async (path: string) => {
    const response = await fetch(server.origin + path);
    await response.body?.cancel();
    return response.headers.get("cross-origin-opener-policy");
  };
  for (const path of ["/broadcast", "/broadcast/kitchen", "/check"]) {
    assert.equal(await policy(path), "same-origin", path);
  }
  for (const path of ["/", "/watch", "/watch/kitchen", "/embed/kitchen"]) {
    assert.equal(await policy(path), null, path);
  }
});

Deno.test("the signaling route upgrades its own and allowed origins for its own protocol, no others", async () => {
  await using server = await startServer({ ALLOWED_ORIGINS: "https://friend.example" });
  const ask = (origin: string | undefined, protocol = SUBPROTOCOL) =>
    upgradeStatus(server.origin + SIGNALING_PATH, {
      ...(origin === undefined ? {} : { origin }),
      "sec-websocket-protocol": protocol,
    });
  assert.equal(await ask(server.origin), 101);
  assert.equal(await ask("https://friend.example"), 101);
  assert.equal(await ask("https://foe.example"), 403);
  assert.equal(await ask(`${server.origin}.foe.example`), 403);
  assert.equal(await ask("null"), 403);
  assert.equal(await ask(undefined), 403);
  for (const other of ["tuila.v0", "tuila.v1", `${SUBPROTOCOL}0`]) {
    assert.equal(await ask(server.origin, other), 400, other);
  }
});

Deno.test("streams that are not names are 404 pages; one name in NFC and NFD is one stream", async () => {
  await using server = await startServer();
  const status = async (path: string) => {
    const response = await fetch(server.origin + path);
    await response.body?.cancel();
    return response.status;
  };
  const bad = ["a%2Fb", "%2E%2E%2Fx", "a%20b", "a".repeat(65), "%FF", "a.b", "%00", "😀", "a/b"];
  for (const page of ["watch", "broadcast"]) {
    for (const name of bad) assert.equal(await status(`/${page}/${name}`), 404, name);
    for (const name of ["live", "a".repeat(64), "直播", "Ko%CC%88ln"]) {
      assert.equal(await status(`/${page}/${name}`), 200, name);
    }
  }
  const title = async (name: string) =>
    /<title>(.*?)<\/title>/.exec(await (await fetch(`${server.origin}/watch/${name}`)).text())?.[1];
  assert.equal(await title("Ko%CC%88ln"), await title("K%C3%B6ln"));
});

/** What a request for a WebSocket is answered. */
function upgradeStatus(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      headers: {
        connection: "upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        ...headers,
      },
    });
    asked.on("upgrade", ({ statusCode }, socket) => {
      socket.destroy();
      resolve(statusCode);
    });
    asked.on("response", (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode));
    });
    asked.on("error", reject);
    asked.end();
  });
}

Deno.test("an address that is written otherwise leads to the page that is meant, on this server, with its query", async () => {
  await using server = await startServer();
  const leads: [asked: string, to: string][] = [
    ["/watch/harbour/?lang=zh", "/watch/harbour?lang=zh"],
    ["/watch/%20harbour%20", "/watch/harbour"],
    ["/Watch/Harbour", "/watch/Harbour"],
    ["/CHECK/", "/check"],
    [
      `/watch/${encodeURIComponent("café".normalize("NFD"))}`,
      `/watch/${encodeURIComponent("café")}`,
    ],
  ];
  for (const [asked, to] of leads) {
    const response = await fetch(server.origin + asked, { redirect: "manual" });
    await response.body?.cancel();
    assert.deepEqual([response.status, response.headers.get("location")], [308, to], asked);
    const page = await fetch(server.origin + to, { redirect: "manual" });
    await page.body?.cancel();
    assert.equal(page.status, 200, to);
  }
  for (const astray of ["//evil.example/", "/%2F%2Fevil.example/watch/", "/no-such-page/"]) {
    const response = await fetch(server.origin + astray, { redirect: "manual" });
    await response.body?.cancel();
    assert.deepEqual([response.status, response.headers.get("location")], [404, null], astray);
  }
  const notAName = await (await fetch(`${server.origin}/watch/har%20bour`)).text();
  assert.ok(notAName.includes(SITE.en.notAName));
  assert.ok(!notAName.includes(SITE.en.notFound.title));
});
