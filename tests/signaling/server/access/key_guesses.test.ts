/** What bounds the guessing of stream keys. */
import assert from "node:assert/strict";
import { openClaimStore } from "@/signaling/server/access/claims.ts";
import { makeKey } from "@/signaling/server/access/keys.ts";
import { createSeats } from "@/signaling/server/access/seats.ts";
import { FakeClock } from "../../../support/fake_clock.ts";
import { FakeWorld } from "../../../support/hub_world.ts";

const HERE = "192.0.2.1";
const ELSEWHERE = "198.51.100.7";
const RIGHT = { ok: true, key: null };
const TAKEN = { ok: false, code: "stream-taken" };
const REFUSED = { ok: false, code: "key-required" };
const TOO_MANY = { ok: false, code: "too-many", retryAfter: 6_000 };

function open(streamKeys?: ReadonlyMap<string, string>) {
  const clock = new FakeClock();
  const store = openClaimStore(":memory:");
  const seats = createSeats({ store, clock, streamKeys });
  return { clock, seats, [Symbol.dispose]: () => store.close() };
}

Deno.test("an address may try 10 wrong keys at once, then 10 a minute, and is told how long to wait", () => {
  using server = open();
  const { clock, seats } = server;
  seats.claim("live", undefined, ELSEWHERE);
  const guess = () => seats.claim("live", makeKey(), HERE);
  for (let i = 0; i < 10; i++) assert.deepEqual(guess(), TAKEN);
  assert.deepEqual(guess(), TOO_MANY);
  assert.deepEqual(seats.claim("live", "short", HERE), TOO_MANY);
  clock.advance(6_000);
  assert.deepEqual([guess(), guess()], [TAKEN, TOO_MANY]);
  assert.deepEqual(seats.claim("live", makeKey(), ELSEWHERE), TAKEN);
});

Deno.test("who asks for a taken name without a key does not guess", () => {
  using server = open();
  const { seats } = server;
  seats.claim("live", undefined, ELSEWHERE);
  for (let i = 0; i < 20; i++) assert.deepEqual(seats.claim("live", undefined, HERE), TAKEN);
});

Deno.test("an owner with a key of ours gets in from an address that guesses too much", () => {
  using server = open();
  const { seats } = server;
  const { key } = { key: null, ...seats.claim("live", undefined, HERE) };
  assert.ok(key !== null);
  for (let i = 0; i < 20; i++) seats.claim("live", makeKey(), HERE);
  assert.deepEqual(seats.claim("live", key, HERE), RIGHT);
  assert.deepEqual(seats.claim("free", undefined, HERE).ok, true);
});

Deno.test("an address that guesses typed keys is refused the right one too, until it has waited", () => {
  using server = open(new Map([["live", "the-key-of-live"]]));
  const { clock, seats } = server;
  const claim = (key: string, address = HERE) => seats.claim("live", key, address);
  for (let i = 0; i < 20; i++) assert.deepEqual(claim("the-key-of-live"), RIGHT);
  for (let i = 0; i < 10; i++) assert.deepEqual(claim(`guess-${i}`), REFUSED);
  assert.deepEqual(claim("the-key-of-live"), TOO_MANY);
  assert.deepEqual(seats.claim("unknown", "guess", HERE), TOO_MANY);
  assert.deepEqual(claim("the-key-of-live", ELSEWHERE), RIGHT);
  clock.advance(6_000);
  assert.deepEqual(claim("the-key-of-live"), RIGHT);
});

Deno.test("guesses at streams that do not exist count, so that nobody learns which ones do", () => {
  using server = open(new Map([["live", "the-key-of-live"]]));
  const guess = (stream: string) => server.seats.claim(stream, "guess", HERE);
  for (let i = 0; i < 10; i++) assert.deepEqual(guess(`unknown-${i}`), REFUSED);
  assert.deepEqual([guess("live"), guess("unknown")], [TOO_MANY, TOO_MANY]);
});

Deno.test("a ticket brings a broadcaster back from an address that guesses too much", async () => {
  await using world = new FakeWorld();
  const owner = await world.publish();
  for (let i = 0; i < 12; i++) {
    const stranger = await world.asBroadcaster();
    stranger.send({ type: "publish", stream: "live", key: "guess" });
    const { code } = await stranger.next("error");
    assert.equal(code, i < 10 ? "stream-taken" : "too-many");
  }
  owner.wire.drop();
  const back = await world.asBroadcaster();
  const { ticket, peer } = owner.welcome;
  back.send({ type: "resume", ticket, negotiation: 0, linked: false });
  assert.equal((await back.next("publishing")).peer, peer);
});
