/** What bounds the stream names that strangers claim. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { openClaimStore } from "@/signaling/server/access/claims.ts";
import {
  CLAIMS_PER_ADDRESS,
  createSeats,
  HARDLY_USED,
  type Seats,
} from "@/signaling/server/access/seats.ts";
import { FakeClock } from "../../../support/fake_clock.ts";
import { FakeWorld } from "../../../support/hub_world.ts";

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const OWNER = "192.0.2.1";
const STRANGER = "198.51.100.7";
const taken = { ok: false, code: "stream-taken" };

class Fixture {
  readonly clock = new FakeClock();
  readonly store = openClaimStore(":memory:");
  readonly seats: Seats;

  constructor(maxClaims?: number) {
    this.seats = createSeats({ store: this.store, clock: this.clock, maxClaims });
  }

  /** Claims a name, and is live with it for a while. */
  use(stream: string, live: number): void {
    assert.equal(this.seats.claim(stream, undefined, OWNER).ok, true);
    this.seats.take(stream, "peer");
    this.clock.advance(live);
    this.seats.vacate(stream);
  }

  owned(): string[] {
    return ["a", "b", "c", "d", "e"].filter((stream) => this.store.find(stream) !== undefined);
  }

  [Symbol.dispose](): void {
    this.store.close();
  }
}

Deno.test("an address may claim so many names at once; then it is told how long to wait, and no other address is", () => {
  using fixture = new Fixture();
  const { clock, seats } = fixture;
  const claim = (stream: string, address = STRANGER) => seats.claim(stream, undefined, address);
  for (let i = 0; i < CLAIMS_PER_ADDRESS; i++) assert.equal(claim(`name-${i}`).ok, true);
  const refused = claim("next");
  assert.ok(!refused.ok && refused.code === "too-many");
  assert.ok(refused.retryAfter !== undefined && refused.retryAfter <= MINUTE);
  assert.equal(fixture.store.find("next"), undefined);
  assert.deepEqual(claim("name-0"), taken);
  assert.equal(claim("next", OWNER).ok, true);
  clock.advance(refused.retryAfter);
  assert.equal(claim("another").ok, true);
  assert.equal(claim("too-soon").ok, false);
});

Deno.test("how many names an address may claim at once can be set", () => {
  using fixture = new Fixture();
  const { clock, store } = fixture;
  const seats = createSeats({ store, clock, claimsPerAddress: 2 });
  const claim = (stream: string) => seats.claim(stream, undefined, STRANGER).ok;
  assert.deepEqual(["a", "b", "c"].map(claim), [true, true, false]);
});

Deno.test("an owner's key is no claim, however many names its address has claimed", () => {
  using fixture = new Fixture();
  const { seats } = fixture;
  const first = seats.claim("live", undefined, STRANGER);
  assert.ok(first.ok && first.key !== null);
  while (seats.claim(crypto.randomUUID(), undefined, STRANGER).ok);
  assert.deepEqual(seats.claim("live", first.key, STRANGER), { ok: true, key: null });
});

Deno.test("a name that was hardly used is free again after a day, and one that was used after 30 days", () => {
  using fixture = new Fixture();
  const { clock, seats } = fixture;
  assert.equal(seats.claim("a", undefined, OWNER).ok, true); // never live
  fixture.use("b", HARDLY_USED.minimum - 1);
  fixture.use("c", HARDLY_USED.minimum);
  fixture.use("d", HARDLY_USED.minimum / 2);
  assert.equal(seats.claim("e", undefined, OWNER).ok, true);
  seats.take("e", "peer"); // live all the time
  const isFree = (stream: string) => seats.claim(stream, undefined, STRANGER).ok;
  clock.advance(DAY / 2);
  assert.deepEqual(["a", "b", "c", "d", "e"].filter(isFree), []);
  seats.take("d", "peer");
  clock.advance(HARDLY_USED.minimum / 2);
  seats.vacate("d"); // used long enough, in all
  clock.advance(DAY / 2 + 1);
  assert.deepEqual(["a", "b", "c", "d", "e"].filter(isFree), ["a", "b"]);
  clock.advance(30 * DAY);
  assert.deepEqual(["c", "d", "e"].filter(isFree), ["c", "d"]);
});

Deno.test("a start frees the names that were hardly used, and no others", () => {
  using fixture = new Fixture();
  const { clock, store } = fixture;
  fixture.use("a", MINUTE);
  fixture.use("b", HARDLY_USED.minimum);
  fixture.seats.claim("c", undefined, OWNER);
  fixture.seats.take("c", "peer"); // the server is killed meanwhile
  clock.advance(DAY + 1);
  createSeats({ store, clock });
  assert.deepEqual(fixture.owned(), ["b", "c"]);
  assert.equal(store.count(), 2);
});

Deno.test("in a full store the least used name gives way to a new one, and none that is live", () => {
  using fixture = new Fixture(3);
  const { seats, clock } = fixture;
  fixture.use("a", 3 * MINUTE);
  fixture.use("b", 1 * MINUTE);
  seats.claim("c", undefined, OWNER);
  seats.take("c", "peer");
  clock.advance(1);
  assert.equal(seats.claim("d", undefined, OWNER).ok, true);
  seats.take("d", "peer");
  assert.deepEqual(fixture.owned(), ["a", "c", "d"]);
  assert.equal(seats.claim("e", undefined, OWNER).ok, true);
  seats.take("e", "peer");
  assert.deepEqual(fixture.owned(), ["c", "d", "e"]);
  assert.deepEqual(seats.claim("a", undefined, OWNER), { ok: false, code: "server-full" });
  assert.equal(fixture.store.count(), 3);
});

Deno.test("the names of an earlier version count as used", () => {
  const path = Deno.makeTempFileSync();
  try {
    const old = new DatabaseSync(path);
    old.exec(`
      CREATE TABLE claim (
        stream TEXT PRIMARY KEY, keyHash TEXT NOT NULL, seat TEXT, usedAt INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
    `);
    const clock = new FakeClock();
    old.prepare("INSERT INTO claim VALUES ('live', 'hash', NULL, ?)").run(clock.now());
    old.close();
    clock.advance(2 * DAY);
    const store = openClaimStore(path);
    const seats = createSeats({ store, clock });
    assert.deepEqual(seats.claim("live", undefined, STRANGER), taken);
    store.close();
  } finally {
    Deno.removeSync(path);
  }
});

Deno.test("a claim in a full store, and a refusal, cost at most 0.1 ms", () => {
  const size = 20_000; // a look at each of them would take milliseconds
  using fixture = new Fixture(size);
  const { clock, store, seats } = fixture;
  const claim = { keyHash: "hash", seat: null, usedAt: clock.now() };
  for (let i = 0; i < size; i++) store.save({ ...claim, stream: `name-${i}`, liveFor: i % 1_000 });
  const medianOf = (run: (i: number) => void) => {
    const times = Array.from({ length: 400 }, (_, i) => {
      const since = performance.now();
      run(i);
      return performance.now() - since;
    });
    return times.sort((a, b) => a - b)[200];
  };
  const claimed = medianOf((i) => void seats.claim(`new-${i}`, undefined, `10.0.0.${i % 200}`));
  while (seats.claim(crypto.randomUUID(), undefined, STRANGER).ok);
  const tooMany = medianOf((i) => void seats.claim(`other-${i}`, undefined, STRANGER));
  const isTaken = medianOf(() => void seats.claim("name-999", "wrong", STRANGER));
  assert.equal(store.count(), size);
  for (const cost of [claimed, tooMany, isTaken]) assert.ok(cost <= 0.1, `${cost} ms`);
});

Deno.test("the hub counts the claims of each peer's address, and says how long to wait", async () => {
  await using world = new FakeWorld();
  for (let i = 0; i < CLAIMS_PER_ADDRESS; i++) await world.publish(`name-${i}`);
  const next = await world.asBroadcaster();
  next.send({ type: "publish", stream: "next" });
  const { code, retryAfter } = await next.next("error");
  assert.equal(code, "too-many");
  assert.ok(retryAfter !== undefined && retryAfter > 0 && retryAfter <= MINUTE);
});
