/** Whatever the environment says, the server starts or says in one sentence why not. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { ConfigError, parseConfig } from "@/server/config.ts";
import { SETTINGS } from "@/server/settings.ts";

const VARIABLES = Object.values(SETTINGS).map(({ variable }) => variable);

const word = fc.oneof(
  fc.string({ maxLength: 40 }),
  fc.json(),
  fc.webUrl(),
  fc.integer().map(String),
  fc.constantFrom(
    "https://a.example",
    "https://a.example/x",
    "stun:a.example",
    "turn:a.example",
    "a=12345678",
    "data/x.sqlite",
    "relay",
    "none",
    "::1",
    "",
    ",",
  ),
);

Deno.test("2000 environments, bad ones for the most part, name the variable and what it must be", () => {
  let bad = 0;
  const env = fc.record(
    Object.fromEntries(VARIABLES.map((name) => [name, word])),
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(env, (env) => {
      try {
        parseConfig(env);
      } catch (error) {
        bad++;
        assert.ok(error instanceof ConfigError, String(error));
        const [variable] = error.message.split(" ");
        assert.ok(VARIABLES.some((known) => known === variable), error.message);
        assert.match(error.message, /^[A-Z_]+ must [^\n]+\.$/);
      }
    }),
    { numRuns: 2_000 },
  );
  assert.ok(bad > 300, `only ${bad} were bad`);
});
