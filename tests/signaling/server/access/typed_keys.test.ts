/** Stream keys that a person chose. */
import assert from "node:assert/strict";
import { createAccess } from "@/signaling/server/access/access.ts";
import { openClaimStore } from "@/signaling/server/access/claims.ts";
import { digest } from "@/signaling/server/access/digest.ts";
import { makeKey } from "@/signaling/server/access/keys.ts";
import { MAX_WAITING } from "@/signaling/server/access/typed_keys.ts";
import { FakeClock } from "../../../support/fake_clock.ts";

const HERE = "192.0.2.1";
const ELSEWHERE = "198.51.100.7";

function open(streamKeys?: ReadonlyMap<string, string>) {
  const clock = new FakeClock();
  const store = openClaimStore(":memory:");
  const access = createAccess({ store, clock, streamKeys });
  const publish = async (key: string | undefined, address = HERE, stream = "live") => {
    const decision = await access.admit({ type: "publish", stream, key }, address);
    if (!decision.ok) return decision.code;
    access.takeSeat(stream, decision.peer);
    return "ok";
  };
  return { access, clock, publish, store, [Symbol.dispose]: () => store.close() };
}

Deno.test("a typed key is kept with scrypt, and hashed beside everything else", async () => {
  using server = open();
  const { publish, store } = server;
  let turns = 0;
  const counter = setInterval(() => turns++);
  try {
    assert.deepEqual([await publish("typed"), await publish("wrong")], ["ok", "stream-taken"]);
    assert.equal(await publish("typed"), "ok");
  } finally {
    clearInterval(counter);
  }
  assert.match(store.find("live")?.keyHash ?? "", /^scrypt:[\w-]{43}$/);
  assert.ok(turns > 5, `the event loop went on for ${turns} turns`);
  await publish("typed", HERE, "other");
  assert.notEqual(store.find("other")?.keyHash, store.find("live")?.keyHash);
});

Deno.test("a key that the server could have made takes no time", async () => {
  using server = open();
  const key = makeKey();
  assert.equal(await server.publish(key), "ok");
  assert.equal(server.store.find("live")?.keyHash, digest(key));
});

Deno.test("a configured key is not in the store as a digest", async () => {
  using server = open(new Map([["live", "the-key-of-live"]]));
  assert.deepEqual(
    [await server.publish("the-key-of-live"), await server.publish("wrong")],
    ["ok", "key-required"],
  );
  assert.match(server.store.find("live")?.keyHash ?? "", /^scrypt:/);
});

Deno.test("a typed key of an earlier version is right, and kept with scrypt from then on", async () => {
  using server = open();
  const { publish, store, clock } = server;
  const usedAt = clock.now();
  store.save({ stream: "live", keyHash: digest("typed"), seat: null, usedAt, liveFor: 1e9 });
  assert.deepEqual([await publish("wrong"), await publish("typed")], ["stream-taken", "ok"]);
  assert.match(store.find("live")?.keyHash ?? "", /^scrypt:/);
  assert.deepEqual([await publish("wrong"), await publish("typed")], ["stream-taken", "ok"]);
});

Deno.test("guesses that come at once are counted before they are hashed", async () => {
  using server = open(new Map([["live", "the-key-of-live"]]));
  const { publish } = server;
  const guesses = await Promise.all(Array.from({ length: 12 }, (_, i) => publish(`guess-${i}`)));
  assert.equal(guesses.filter((code) => code === "too-many").length, 2);
  assert.equal(await publish("the-key-of-live"), "too-many");
  assert.equal(await publish("the-key-of-live", ELSEWHERE), "ok");
});

Deno.test("more typed keys than can be hashed are refused for a moment", async () => {
  using server = open(new Map([["live", "the-key-of-live"]]));
  const codes = await Promise.all(
    Array.from({ length: MAX_WAITING + 5 }, (_, i) => server.publish("wrong", `192.0.2.${i}`)),
  );
  assert.equal(codes.filter((code) => code === "server-full").length, 3);
  assert.equal(await server.publish("the-key-of-live", ELSEWHERE), "ok");
});
