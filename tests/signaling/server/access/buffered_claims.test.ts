import { configure, type LogRecord, reset } from "@logtape/logtape";
import assert from "node:assert/strict";
import { createAccess } from "@/signaling/server/access/access.ts";
import { BufferedClaims } from "@/signaling/server/access/buffered_claims.ts";
import { type Claim, type ClaimStore, openClaimStore } from "@/signaling/server/access/claims.ts";
import { digest } from "@/signaling/server/access/digest.ts";
import { createSeats } from "@/signaling/server/access/seats.ts";
import { FakeClock } from "../../../support/fake_clock.ts";

const RETRY = 1_000;
const ADDRESS = "192.0.2.1";

/** A store whose disk fills up, and is freed. */
class Fixture {
  readonly clock = new FakeClock();
  readonly file = openClaimStore(":memory:");
  isFull = false;
  /** How often a write was tried. */
  writes = 0;
  readonly store: BufferedClaims;

  constructor(isFull = false) {
    this.isFull = isFull;
    const unlessFull =
      <Args extends unknown[], Result>(write: (...args: Args) => Result) => (...args: Args) => {
        this.writes++;
        if (this.isFull) throw new Error("database or disk is full");
        return write(...args);
      };
    const { add, save, remove, release } = this.file;
    const store: ClaimStore = {
      ...this.file,
      close: () => {}, // the test reads it afterwards
      add: unlessFull(add),
      save: unlessFull(save),
      remove: unlessFull(remove),
      release: unlessFull(release),
    };
    this.store = new BufferedClaims(store, this.clock);
  }

  [Symbol.dispose](): void {
    this.file.close();
  }
}

/** What is logged meanwhile. */
async function logged(run: () => void): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  await configure({
    sinks: { records: (record) => void records.push(record) },
    loggers: [
      { category: "tuila", sinks: ["records"] },
      { category: ["logtape", "meta"], lowestLevel: "warning" },
    ],
  });
  try {
    run();
  } finally {
    await reset();
  }
  return records;
}

const claimOf = (stream: string, usedAt = 1): Claim => ({
  stream,
  keyHash: digest("the-key"),
  seat: null,
  usedAt,
  liveFor: 0,
});
const taken = { ok: false, code: "stream-taken" };

Deno.test("while the store cannot be written, names are claimed and owners go on as before", () => {
  using fixture = new Fixture();
  const { clock, file, store } = fixture;
  const seats = createSeats({ store, clock });
  const first = seats.claim("live", undefined, ADDRESS);
  assert.ok(first.ok && first.key !== null);
  seats.take("live", "first");
  fixture.isFull = true;

  const another = seats.claim("another", undefined, ADDRESS);
  assert.ok(another.ok && another.key !== null);
  seats.take("another", "newcomer");
  assert.deepEqual(seats.claim("another", undefined, ADDRESS), taken);
  assert.deepEqual(seats.claim("another", another.key, ADDRESS), { ok: true, key: null });
  assert.equal(seats.holds("another", "newcomer"), true);
  assert.deepEqual(seats.claim("live", undefined, ADDRESS), taken);
  assert.deepEqual(seats.claim("live", first.key, ADDRESS), { ok: true, key: null });
  seats.take("live", "second");
  assert.deepEqual(["first", "second"].map((peer) => seats.holds("live", peer)), [false, true]);
  seats.vacate("live");
  assert.equal(seats.holds("live", "second"), false, "stopped is stopped");
  seats.take("live", "third");

  clock.advance(RETRY);
  assert.equal(file.find("another"), undefined);
  fixture.isFull = false;
  clock.advance(RETRY);
  assert.equal(file.find("another")?.seat, digest("newcomer"));
  assert.equal(file.find("live")?.seat, digest("third"));
  assert.equal(clock.pending, 0);
});

Deno.test("a name that was freed while the store could not be written is free, there and in the store", () => {
  using fixture = new Fixture();
  const { clock, file, store } = fixture;
  store.add(claimOf("live"));
  fixture.isFull = true;
  store.remove("live");
  assert.equal(store.find("live"), undefined);
  assert.equal(store.count(), 0);
  assert.equal(store.add(claimOf("live", 2)), true);
  assert.equal(store.add(claimOf("live", 3)), false);
  store.remove("live");
  fixture.isFull = false;
  clock.advance(RETRY);
  assert.deepEqual([store.find("live"), file.find("live")], [undefined, undefined]);
});

Deno.test("BufferedClaims counts the names, written or not", () => {
  using fixture = new Fixture();
  const { clock, store } = fixture;
  const counts: number[] = [];
  const count = () => counts.push(store.count());
  store.add(claimOf("a"));
  store.add(claimOf("a"));
  count();
  fixture.isFull = true;
  store.add(claimOf("b", 5));
  store.save(claimOf("c", 5));
  store.save(claimOf("a", 5));
  store.remove("missing");
  count();
  fixture.isFull = false;
  clock.advance(RETRY);
  count();
  store.add(claimOf("old"));
  store.release({ usedSince: 3, hardlyUsedSince: 3, minimum: 0 });
  count();
  assert.deepEqual(counts, [1, 3, 3, 3]);
  assert.equal(store.count(), fixture.file.count());
});

Deno.test("a store that cannot be written is tried once a second, and the log says so once", async () => {
  const records = await logged(() => {
    using fixture = new Fixture();
    const { clock, store } = fixture;
    fixture.isFull = true;
    for (let i = 0; i < 100; i++) store.save(claimOf(`stream-${i}`));
    assert.equal(fixture.writes, 1);
    clock.advance(60 * RETRY);
    assert.equal(fixture.writes, 61);
    fixture.isFull = false;
    clock.advance(RETRY);
    assert.equal(fixture.file.count(), 100);
  });
  assert.deepEqual(records.map(({ level }) => level), ["error", "info"]);
});

Deno.test("a lock of a moment is not in the log", async () => {
  const records = await logged(() => {
    using fixture = new Fixture();
    fixture.isFull = true;
    fixture.store.save(claimOf("live"));
    fixture.isFull = false;
    fixture.clock.advance(RETRY);
    assert.equal(fixture.file.count(), 1);
  });
  assert.deepEqual(records, []);
});

Deno.test("many claims are written a few at a time, and all before the store closes", () => {
  using fixture = new Fixture();
  const { clock, file, store } = fixture;
  fixture.isFull = true;
  for (let i = 0; i < 1_200; i++) store.save(claimOf(`stream-${i}`));
  fixture.isFull = false;
  clock.advance(RETRY - 1);
  assert.equal(file.count(), 0);
  const before = fixture.writes;
  clock.advance(1);
  assert.ok(fixture.writes - before >= 500);
  clock.advance(1);
  assert.equal(file.count(), 1_200);
  fixture.isFull = true;
  store.save(claimOf("last"));
  fixture.isFull = false;
  store.close();
  assert.equal(clock.pending, 0);
  assert.equal(file.find("last")?.stream, "last");
});

Deno.test("the server starts even if the store cannot be written", () => {
  using fixture = new Fixture(true);
  const { clock, store } = fixture;
  const access = createAccess({
    store,
    clock,
    streamKeys: new Map([["live", "the-key-of-live"]]),
  });
  const decision = access.decide(
    { type: "publish", stream: "live", key: "the-key-of-live" },
    ADDRESS,
  );
  assert.ok(decision.ok);
  access.takeSeat("live", decision.peer);
  const ticket = access.issueTicket(decision);
  const resume = { type: "resume", ticket, negotiation: 0, linked: false } as const;
  assert.equal(access.decide(resume, ADDRESS).ok, true);
});
