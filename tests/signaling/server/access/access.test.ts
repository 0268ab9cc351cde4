import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { originAllowed } from "@/signaling/server/access/access.ts";
import { type ClaimStore, openClaimStore } from "@/signaling/server/access/claims.ts";
import { type ClaimResult, createSeats, type Seats } from "@/signaling/server/access/seats.ts";
import { createTickets, MAX_LEFT, type Tickets } from "@/signaling/server/access/tickets.ts";
import { FakeClock } from "../../../support/fake_clock.ts";

const DAY = 24 * 60 * 60 * 1000;

/** Seats as those come to them whom their rooms let in. */
interface Access extends Tickets {
  claimSeat(stream: string, key: string | undefined, peer: string, address?: string): ClaimResult;
  resumeSeat(stream: string, peer: string): boolean;
  vacateSeat(stream: string): void;
}

function accessOf({ claim, take, holds, vacate }: Seats, tickets: Tickets): Access {
  return {
    ...tickets,
    claimSeat(stream, key, peer, address = "192.0.2.1") {
      const claimed = claim(stream, key, address);
      if (claimed.ok) take(stream, peer);
      return claimed;
    },
    resumeSeat(stream, peer) {
      if (!holds(stream, peer)) return false;
      take(stream, peer);
      return true;
    },
    vacateSeat: vacate,
  };
}

class Fixture {
  readonly clock = new FakeClock();
  readonly seats: Seats;
  readonly access: Access;

  constructor(
    streamKeys?: ReadonlyMap<string, string>,
    readonly store: ClaimStore = openClaimStore(":memory:"),
  ) {
    this.seats = createSeats({ store, clock: this.clock, streamKeys });
    this.access = accessOf(this.seats, createTickets(store.secret));
  }

  [Symbol.dispose](): void {
    this.store.close();
  }
}

/** The key of a name that was free. */
function claim({ claimSeat }: Access, stream: string, peer = "owner"): string {
  const result = claimSeat(stream, undefined, peer);
  assert.ok(result.ok && result.key !== null);
  return result.key;
}

const taken = { ok: false, code: "stream-taken" };

Deno.test("claimSeat gives the first claimant of a free name a key, and a different one for each name", () => {
  using fixture = new Fixture();
  const key = claim(fixture.access, "live");
  assert.match(key, /^[\w-]{43}$/);
  assert.notEqual(claim(fixture.access, "other"), key);
});

Deno.test("claimSeat lets the owner take the seat again with the key, without sending the key again", () => {
  using fixture = new Fixture();
  const key = claim(fixture.access, "live");
  assert.deepEqual(fixture.access.claimSeat("live", key, "second"), { ok: true, key: null });
});

Deno.test("claimSeat refuses no key, a wrong key and another stream's key alike", () => {
  using fixture = new Fixture();
  const key = claim(fixture.access, "live");
  const other = claim(fixture.access, "other");
  for (const wrong of [undefined, "", "x", other, key.toLowerCase(), `${key}x`, key.slice(1)]) {
    assert.deepEqual(fixture.access.claimSeat("live", wrong, "stranger"), taken);
  }
  assert.equal(fixture.access.resumeSeat("live", "owner"), true);
  assert.equal(fixture.access.resumeSeat("live", "stranger"), false);
});

Deno.test("claimSeat makes a key that comes with a free name its owner", () => {
  using fixture = new Fixture();
  assert.deepEqual(fixture.access.claimSeat("live", "kept", "owner"), { ok: true, key: null });
  assert.deepEqual(fixture.access.claimSeat("live", undefined, "stranger"), taken);
  assert.deepEqual(fixture.access.claimSeat("live", "kept", "again"), { ok: true, key: null });
});

Deno.test("claimSeat accepts only configured streams and keys if there are any", () => {
  using fixture = new Fixture(new Map([["live", "the-key"], ["news", "another"]]));
  const { claimSeat } = fixture.access;
  const refused = { ok: false, code: "key-required" };
  assert.deepEqual(claimSeat("live", "the-key", "owner"), { ok: true, key: null });
  for (const key of [undefined, "wrong", "another"]) {
    assert.deepEqual(claimSeat("live", key, "stranger"), refused);
    assert.deepEqual(claimSeat("unknown", key, "stranger"), refused);
  }
  assert.equal(fixture.access.resumeSeat("live", "owner"), true);
  assert.deepEqual(claimSeat("__proto__", "the-key", "stranger"), refused);
});

Deno.test("resumeSeat refuses older peers: the last to take the seat holds it until it is vacated", () => {
  using fixture = new Fixture();
  const { access } = fixture;
  const key = claim(access, "live", "first");
  access.claimSeat("live", key, "second");
  assert.deepEqual(["first", "second"].map((peer) => access.resumeSeat("live", peer)), [
    false,
    true,
  ]);
  access.vacateSeat("live");
  assert.equal(access.resumeSeat("live", "second"), false);
  assert.deepEqual(access.claimSeat("live", undefined, "stranger"), taken); // vacated, not free
  assert.deepEqual(access.claimSeat("live", key, "third"), { ok: true, key: null });
  access.vacateSeat("never-claimed");
  assert.equal(access.resumeSeat("never-claimed", "third"), false);
});

Deno.test("readTicket returns the content that issueTicket signed", () => {
  using fixture = new Fixture();
  for (const role of ["broadcaster", "viewer"] as const) {
    const ticket = { stream: "直播", role, peer: "p-1_" };
    const text = fixture.access.issueTicket(ticket);
    assert.deepEqual(fixture.access.readTicket(text), ticket);
    assert.match(text, /^[\w.-]{1,512}$/); // what the protocol lets through as a ticket
  }
  const long = fixture.access.issueTicket({
    stream: "𝒳".repeat(64),
    role: "broadcaster",
    peer: "p",
  });
  assert.match(long, /^[\w.-]{1,512}$/);
});

Deno.test("readTicket refuses a ticket that was altered at any place", () => {
  using fixture = new Fixture();
  const { access } = fixture;
  const good = access.issueTicket({ stream: "live", role: "viewer", peer: "p1" });
  for (let i = 0; i < good.length; i++) {
    const other = good[i] === "A" ? "B" : "A";
    assert.equal(
      access.readTicket(good.slice(0, i) + other + good.slice(i + 1)),
      undefined,
      `${i}`,
    );
  }
  const [payload, signature] = good.split(".");
  const elevated = btoa(
    JSON.stringify({ stream: "live", role: "broadcaster", peer: "p1", issuedAt: 0 }),
  );
  const forged = ["", ".", "..", payload, `${payload}.`, `.${signature}`, `${good}.`, `${good}.x`];
  forged.push(
    ` ${good}`,
    `${elevated}.${signature}`,
    `${payload}.${signature}=`,
    "a.b.c",
    "\ud800.x",
  );
  const foreign = createHmac("sha256", "guessed").update(payload).digest("base64url");
  for (const text of [...forged, `${payload}.${foreign}`]) {
    assert.equal(access.readTicket(text), undefined, text);
  }
});

Deno.test("endTicket voids the tickets of the newest peers that left, and of no others", () => {
  const { issueTicket, readTicket, endTicket } = createTickets(new Uint8Array(32));
  const ticketOf = (peer: string) => issueTicket({ stream: "live", role: "viewer", peer });
  for (let peer = 0; peer <= MAX_LEFT; peer++) endTicket(`${peer}`);
  assert.equal(readTicket(ticketOf(`${MAX_LEFT}`)), undefined);
  assert.equal(readTicket(ticketOf("1")), undefined);
  assert.equal(readTicket(ticketOf("0"))?.peer, "0", "forgotten");
  assert.equal(readTicket(ticketOf("other"))?.peer, "other");
});

Deno.test("readTicket refuses another server's ticket", () => {
  using one = new Fixture();
  using two = new Fixture();
  const text = one.access.issueTicket({ stream: "live", role: "viewer", peer: "p1" });
  assert.equal(two.access.readTicket(text), undefined);
});

Deno.test("resumeSeat counts as use: a name whose owner resumes is not freed", () => {
  const fixture = new Fixture();
  const { store, clock } = fixture;
  claim(fixture.access, "kept");
  clock.advance(29 * DAY);
  assert.equal(fixture.access.resumeSeat("kept", "owner"), true);
  clock.advance(29 * DAY);
  const seats = createSeats({ store, clock });
  const later = accessOf(seats, createTickets(store.secret));
  assert.deepEqual(later.claimSeat("kept", undefined, "stranger"), taken);
  store.close();
});

Deno.test("createSeats frees the names that were not broadcast for 30 days, and no others", () => {
  const fixture = new Fixture();
  const { store, clock } = fixture;
  claim(fixture.access, "old");
  clock.advance(1);
  claim(fixture.access, "kept");
  clock.advance(30 * DAY);
  const seats = createSeats({ store, clock });
  const later = accessOf(seats, createTickets(store.secret));
  assert.equal(later.claimSeat("old", undefined, "newcomer").ok, true);
  assert.deepEqual(later.claimSeat("kept", undefined, "stranger"), taken);
  store.close();
});

Deno.test("openClaimStore keeps owners, seats and the secret in its file, and no key", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "claims.sqlite");
    const first = new Fixture(undefined, openClaimStore(path));
    const key = claim(first.access, "café", "owner");
    const ticket = first.access.issueTicket({ stream: "café", role: "broadcaster", peer: "owner" });
    first.store.close();
    const bytes = new TextDecoder("latin1").decode(await Deno.readFile(path));
    assert.ok(bytes.includes("café".slice(0, 3)) && !bytes.includes(key));
    assert.ok(!bytes.includes("owner"), "a peer with which its ticket could be forged");
    using second = new Fixture(undefined, openClaimStore(path));
    assert.deepEqual(second.store.secret, first.store.secret);
    assert.equal(second.access.readTicket(ticket)?.peer, "owner");
    assert.equal(second.access.resumeSeat("café", "owner"), true);
    assert.deepEqual(second.access.claimSeat("café", undefined, "stranger"), taken);
    assert.deepEqual(second.access.claimSeat("café", key, "back"), { ok: true, key: null });
    assert.equal(second.store.count(), 1);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("openClaimStore goes on with a store of an earlier version", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "claims.sqlite");
    const old = new DatabaseSync(path);
    old.exec(`
      PRAGMA journal_mode = WAL;
      CREATE TABLE claim (
        stream TEXT PRIMARY KEY, keyHash TEXT NOT NULL, seat TEXT, usedAt INTEGER NOT NULL
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE secret (id INTEGER PRIMARY KEY CHECK (id = 1), value BLOB NOT NULL) STRICT;
    `);
    const secret = new Uint8Array(32).fill(7);
    old.prepare("INSERT INTO secret (id, value) VALUES (1, ?)").run(secret);
    const insert = old.prepare(
      "INSERT INTO claim (stream, keyHash, seat, usedAt) VALUES (?, ?, ?, ?)",
    );
    const keyHash = createHash("sha256").update("the-key").digest("hex");
    const clock = new FakeClock();
    insert.run("live", keyHash, "peer-of-live", clock.now());
    insert.run("stopped", keyHash, null, clock.now());
    old.close();
    for (let start = 0; start < 2; start++) {
      using fixture = new Fixture(undefined, openClaimStore(path));
      const { access, store } = fixture;
      assert.deepEqual(store.secret, secret);
      assert.equal(access.resumeSeat("live", "peer-of-live"), true);
      assert.equal(access.resumeSeat("live", "another"), false);
      assert.deepEqual(access.claimSeat("stopped", "wrong", "stranger"), taken);
      if (start === 0) continue;
      assert.deepEqual(access.claimSeat("stopped", "the-key", "owner"), { ok: true, key: null });
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("if two processes claim a free name at the same moment, one of them owns it", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const path = join(folder, "claims.sqlite");
    using fast = new Fixture(undefined, openClaimStore(path));
    const store = openClaimStore(path);
    /** Called once the slow process has found the name free, and before it claims it. */
    let meanwhile = () => {};
    const find: ClaimStore["find"] = (stream) => {
      const found = store.find(stream);
      meanwhile();
      meanwhile = () => {};
      return found;
    };
    using slow = new Fixture(undefined, { ...store, find });
    meanwhile = () => void claim(fast.access, "live", "fast");
    assert.deepEqual(slow.access.claimSeat("live", undefined, "slow"), taken);
    assert.equal(fast.access.resumeSeat("live", "fast"), true);
    meanwhile = () => void fast.access.claimSeat("kept", "the-key", "fast");
    assert.deepEqual(slow.access.claimSeat("kept", "the-key", "slow"), { ok: true, key: null });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("openClaimStore throws for a file that is not a store", async () => {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(
      path,
      "not a database, but long enough to be looked at as one".repeat(50),
    );
    assert.throws(() => openClaimStore(path));
  } finally {
    await Deno.remove(path);
  }
});

const origins: [origin: string | null, host: string, expected: boolean][] = [
  ["https://example.com", "example.com", true],
  ["http://example.com", "example.com", true],
  ["http://localhost:8000", "localhost:8000", true],
  ["http://[::1]:8000", "[::1]:8000", true],
  ["http://[2001:db8::1]", "[2001:db8::1]", true],
  ["https://allowed.example", "example.com", true],
  ["http://allowed.example", "example.com", false], // on the list with another scheme
  ["https://allowed.example:8443", "example.com", false],
  ["https://sub.allowed.example", "example.com", false],
  [null, "example.com", false],
  ["null", "example.com", false],
  ["", "example.com", false],
  ["example.com", "example.com", false],
  ["https://example.com.evil", "example.com", false],
  ["https://evil-example.com", "example.com", false],
  ["https://example.com@evil.example", "example.com", false],
  ["https://sub.example.com", "example.com", false],
  ["http://example.com:8000", "example.com", false],
  ["http://example.com:8000", "example.com:8001", false],
  ["http://[::1]:8000", "[::2]:8000", false],
  ["http://127.0.0.1:8000", "localhost:8000", false],
  ["file:///example.com", "example.com", false],
  ["ftp://example.com", "example.com", false],
  ["chrome-extension://example.com", "example.com", false],
];
for (const [origin, host, expected] of origins) {
  Deno.test(`originAllowed ${expected ? "takes" : "refuses"} ${origin} at ${host}`, () => {
    assert.equal(originAllowed(origin, host, ["https://allowed.example"]), expected);
  });
}
