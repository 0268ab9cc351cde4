/** ICE servers in the environment. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { ConfigError, parseConfig } from "@/server/config.ts";

Deno.test("parseConfig() takes ICE servers as URLs or as JSON", () => {
  const of = (ICE_SERVERS: string) => parseConfig({ ICE_SERVERS }).ice.servers;
  assert.deepEqual(of("stun:stun.example.com, stun:[2001:db8::1]:3478"), [
    { urls: ["stun:stun.example.com"] },
    { urls: ["stun:[2001:db8::1]:3478"] },
  ]);
  assert.deepEqual(of('[{"urls":"stun:a.example"}]'), [{ urls: ["stun:a.example"] }]);
  assert.deepEqual(
    of('[{"urls":["turn:a.example?transport=tcp"],"username":"u","credential":"p"}]'),
    [{ urls: ["turn:a.example?transport=tcp"], username: "u", credential: "p" }],
  );
});

Deno.test("parseConfig() takes TURN servers with their secret, and a policy", () => {
  const config = parseConfig({
    TURN_URLS: "turn:a.example, turns:a.example:443?transport=tcp",
    TURN_SECRET: "north-sea",
    ICE_TRANSPORT_POLICY: "relay",
  });
  assert.deepEqual(config.turn, {
    urls: ["turn:a.example", "turns:a.example:443?transport=tcp"],
    secret: "north-sea",
    lifetime: 600_000,
  });
  assert.equal(parseConfig({ ...TURN, TURN_LIFETIME: "20" }).turn?.lifetime, 20_000);
  assert.equal(config.ice.policy, "relay");
});

const SECRET = "hush-hush";
const TURN = { TURN_URLS: "turn:turn.example.com", TURN_SECRET: SECRET };

/** What is wrong with each, and which variable says so. */
const BAD: [variable: string, env: Record<string, string>][] = [
  ...["stun", "http://a.example", "stun:a b", "stun:a:99999", "stun://a", "stun:a?transport=udp"]
    .map((ICE_SERVERS): [string, Record<string, string>] => ["ICE_SERVERS", { ICE_SERVERS }]),
  ["ICE_SERVERS", { ICE_SERVERS: "turn:turn.example.com" }],
  ["ICE_SERVERS", { ICE_SERVERS: "stun:ok.example, oops" }],
  ["ICE_SERVERS", { ICE_SERVERS: "[" }],
  ["ICE_SERVERS", { ICE_SERVERS: '[{"url":"stun:a"}]' }],
  ["ICE_SERVERS", { ICE_SERVERS: '[{"urls":[]}]' }],
  ["ICE_SERVERS", { ICE_SERVERS: '["stun:a.example"]' }],
  ["ICE_SERVERS", { ICE_SERVERS: `[{"urls":"turn:a","username":"u","credentials":"${SECRET}"}]` }],
  ["ICE_SERVERS", { ICE_SERVERS: '[{"urls":"turn:a","username":"u"}]' }],
  ["TURN_URLS", { ...TURN, TURN_URLS: "stun:a.example" }],
  ["TURN_URLS", { ...TURN, TURN_URLS: "turn.example.com" }],
  ["TURN_URLS", { TURN_SECRET: SECRET }],
  ["TURN_SECRET", { TURN_URLS: TURN.TURN_URLS }],
  ["TURN_SECRET", { ...TURN, TURN_SECRET: "short" }],
  ...["19", "86401", "1.5", "-60", "10m"]
    .map((TURN_LIFETIME): [string, Record<string, string>] => [
      "TURN_LIFETIME",
      { ...TURN, TURN_LIFETIME },
    ]),
  ["ICE_TRANSPORT_POLICY", { ICE_TRANSPORT_POLICY: "relay" }],
  ["ICE_TRANSPORT_POLICY", { ICE_TRANSPORT_POLICY: "relay", ICE_SERVERS: "stun:a.example" }],
  ["ICE_TRANSPORT_POLICY", { ...TURN, ICE_TRANSPORT_POLICY: "relayed" }],
  ["ICE_TRANSPORT_POLICY", { ...TURN, ICE_TRANSPORT_POLICY: "RELAY" }],
];

for (const [variable, env] of BAD) {
  Deno.test(`parseConfig() refuses ${JSON.stringify(env).slice(0, 80)} in one sentence`, () => {
    assertRefused(env, variable);
  });
}

function assertRefused(env: Record<string, string>, variable: string): void {
  assert.throws(() => parseConfig(env), (error) => {
    assert.ok(error instanceof ConfigError);
    assert.match(error.message, new RegExp(`^${variable} must [^\\n]+\\.$`));
    assert.ok(!error.message.includes(SECRET), "a secret is not repeated");
    return true;
  });
}

Deno.test("whatever the environment says of ICE, the server starts or says one sentence", () => {
  const word = fc.oneof(
    fc.string({ maxLength: 40 }),
    fc.json(),
    fc.constantFrom("stun:a.example", "turn:a.example", "relay", "[{}]", "", ","),
  );
  const env = fc.record({
    ICE_SERVERS: word,
    TURN_URLS: word,
    TURN_SECRET: word,
    TURN_LIFETIME: word,
    ICE_TRANSPORT_POLICY: word,
  }, { requiredKeys: [] });
  fc.assert(
    fc.property(env, (env) => {
      try {
        parseConfig(env);
      } catch (error) {
        assert.ok(error instanceof ConfigError, String(error));
        assert.match(error.message, /^(ICE|TURN)_[A-Z_]+ must .+\.$/s);
        assert.doesNotMatch(error.message, /\n/);
      }
    }),
    { numRuns: 2_000 },
  );
});
