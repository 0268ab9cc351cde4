import assert from "node:assert/strict";
import { ConfigError, parseConfig } from "@/server/config.ts";

Deno.test("parseConfig() without any variable gives the defaults", () => {
  assert.deepEqual(parseConfig({}), {
    port: 8000,
    host: "0.0.0.0",
    publicUrl: null,
    proxies: 0,
    tls: null,
    store: "data/tuila.sqlite",
    allowedOrigins: [],
    embedOrigins: ["*"],
    streamKeys: undefined,
    ice: { servers: [], hasTurn: false, policy: "all" },
    turn: null,
    maxViewers: 250,
    maxStreams: 1000,
    maxSockets: 10_000,
    socketsPerAddress: 1_000,
    connectionsPerAddress: 2_500,
    pagesPerAddress: 60,
    postsPerAddress: 60,
    claimsPerAddress: 40,
    viewerWindow: 30_000,
    broadcasterWindow: 60_000,
  });
});

Deno.test("parseConfig() takes what is good", () => {
  const config = parseConfig({
    PORT: " 0 ",
    HOST: "::1",
    STORE: ":memory:",
    ALLOWED_ORIGINS: "https://a.example, http://b.example:8080/",
    EMBED_ORIGINS: "https://a.example, http://b.example:8080/",
    STREAM_KEYS: "live=secret-123, 直播=another_one",
    MAX_VIEWERS: "3",
    MAX_STREAMS: "",
  });
  assert.equal(config.port, 0);
  assert.equal(config.host, "::1");
  assert.equal(config.store, ":memory:");
  assert.deepEqual(config.allowedOrigins, ["https://a.example", "http://b.example:8080"]);
  assert.deepEqual(config.embedOrigins, ["https://a.example", "http://b.example:8080"]);
  assert.deepEqual(parseConfig({ EMBED_ORIGINS: "none" }).embedOrigins, []);
  assert.deepEqual([...config.streamKeys ?? []], [["live", "secret-123"], ["直播", "another_one"]]);
  assert.equal(config.maxViewers, 3);
  assert.equal(config.maxStreams, 1000);
});

const BAD: Record<string, string[]> = {
  PORT: ["-1", "65536", "80a", "8e3", "0x50", "8000.5", "eight", "1e400", "٨٠٠٠"],
  HOST: ["a b", "http://localhost", "host/path", "a".repeat(300), "[::1]"],
  STORE: ["/etc/tuila", "data", "data/", "data/../x", "../data/x", "other/x.sqlite", "data//x"],
  ALLOWED_ORIGINS: ["example.com", "https://a.example/path", "*", "null", "ftp://a.example"],
  EMBED_ORIGINS: ["example.com", "https://a.example/path", "*", "none, https://a.example", "null"],
  STREAM_KEYS: [
    "live",
    "live=",
    "live=short",
    "li ve=secret-123",
    "=secret-123",
    "a=b=c",
    'a="12345678"',
  ],
  MAX_VIEWERS: ["0", "-5", "many", "100001"],
  MAX_STREAMS: ["0", "1.5", "NaN", "Infinity"],
  MAX_SOCKETS: ["0", "-1", "10k"],
  CLAIMS_PER_ADDRESS: ["0", "none"],
  VIEWER_WINDOW: ["0", "4", "30s", "3601"],
  BROADCASTER_WINDOW: ["-60", "4", "1m", "1e9"],
};

for (const [variable, values] of Object.entries(BAD)) {
  for (const value of values) {
    Deno.test(`parseConfig() refuses ${variable}=${value.slice(0, 40)} in one sentence`, () => {
      assert.throws(() => parseConfig({ [variable]: value }), (error) => {
        assert.ok(error instanceof ConfigError);
        assert.match(error.message, new RegExp(`^${variable} must be [^\\n]+\\.$`));
        return true;
      });
    });
  }
}

Deno.test("parseConfig() does not repeat a secret", () => {
  assert.throws(
    () => parseConfig({ STREAM_KEYS: "live=hush hush hush" }),
    (error) => error instanceof ConfigError && !error.message.includes("hush"),
  );
});
