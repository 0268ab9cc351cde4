/** The store of stream names and their owners, which survives restarts of the server. */
import { randomBytes } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import * as v from "valibot";
import { digest } from "./digest.ts";

/** An owned stream name. */
export interface Claim {
  readonly stream: string;
  /** SHA-256 of the stream key, hex, so that reading the store does not reveal keys. */
  readonly keyHash: string;
  /**
   * The digest of the peer that took the seat last; null once the stream was stopped. Makes older tickets void. With the peer
   * itself, whoever reads the store could forge its ticket.
   */
  readonly seat: string | null;
  /** When the seat was last taken or vacated, in milliseconds since 1970. */
  readonly usedAt: number;
  /** How long the seat had been taken by then, in all, in milliseconds. */
  readonly liveFor: number;
}

/** Which names are kept. Times in milliseconds since 1970. */
export interface Keeping {
  /** Those that were used since then, */
  readonly usedSince: number;
  /** but those that were live for less than `minimum` milliseconds only if they were used since then. */
  readonly hardlyUsedSince: number;
  readonly minimum: number;
}

export interface ClaimStore {
  find(stream: string): Claim | undefined;
  /** Gives a free name to its first claimant. Returns false if the name has an owner, whichever process stored it. */
  add(claim: Claim): boolean;
  save(claim: Claim): void;
  /** Frees a name. */
  remove(stream: string): void;
  /** Frees the names that are no longer kept. */
  release(keeping: Keeping): void;
  /** Of the names whose seats are vacant, the one that was live for the shortest time, and of those the one unused for longest. */
  leastUsed(): string | undefined;
  /** Takes no time, however many there are. */
  count(): number;
  /** The secret that signs tickets, created with the store. */
  readonly secret: Uint8Array;
  close(): void;
}

const Row = v.object({
  stream: v.string(),
  keyHash: v.string(),
  seat: v.nullable(v.string()),
  usedAt: v.number(),
  liveFor: v.number(),
});
const Name = v.object({ stream: v.string() });
const Count = v.object({ count: v.number() });
const Version = v.object({ user_version: v.number() });
const Seat = v.object({ stream: v.string(), seat: v.string() });
const Secret = v.object({ value: v.instance(Uint8Array) });

/**
 * Claims in SQLite. A change throws if the file cannot be written, at once.
 * @param path a file, created if missing, or `:memory:`
 * @throws if the file cannot be opened or is not a claim store
 */
export function openClaimStore(path: string): ClaimStore {
  const db = new DatabaseSync(path);
  // NORMAL: commits survive a crash of the process, and do not wait for the disk, which would block the whole server.
  // After a power failure the newest claims may be missing; their owners' keys claim the names again.
  db.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA busy_timeout = 2000;
    CREATE TABLE IF NOT EXISTS claim (
      stream TEXT PRIMARY KEY, keyHash TEXT NOT NULL, seat TEXT, usedAt INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS secret (id INTEGER PRIMARY KEY CHECK (id = 1), value BLOB NOT NULL) STRICT;
  `);
  migrate(db);
  db.exec("PRAGMA busy_timeout = 0"); // from here on a wait would block the whole server
  db.prepare("INSERT OR IGNORE INTO secret (id, value) VALUES (1, ?)").run(randomBytes(32));
  const secret = v.parse(Secret, db.prepare("SELECT value FROM secret").get()).value;
  const find = db.prepare(
    "SELECT stream, keyHash, seat, usedAt, liveFor FROM claim WHERE stream = ?",
  );
  const insert = "INTO claim (stream, keyHash, seat, usedAt, liveFor) VALUES (?, ?, ?, ?, ?)";
  const add = db.prepare(`INSERT ${insert} ON CONFLICT DO NOTHING`);
  const save = db.prepare(`INSERT OR REPLACE ${insert}`);
  const remove = db.prepare("DELETE FROM claim WHERE stream = ?");
  const release = db.prepare(
    "DELETE FROM claim WHERE usedAt < ? OR (seat IS NULL AND liveFor < ? AND usedAt < ?)",
  );
  const leastUsed = db.prepare(
    "SELECT stream FROM claim WHERE seat IS NULL ORDER BY liveFor, usedAt LIMIT 1",
  );
  let count = v.parse(Count, db.prepare("SELECT count(*) AS count FROM claim").get()).count;
  const findClaim = (stream: string) => v.parse(v.optional(Row), find.get(stream));
  return {
    secret,
    find: findClaim,
    add({ stream, keyHash, seat, usedAt, liveFor }) {
      const added = Number(add.run(stream, keyHash, seat, usedAt, liveFor).changes);
      count += added;
      return added === 1;
    },
    save({ stream, keyHash, seat, usedAt, liveFor }) {
      const isNew = findClaim(stream) === undefined;
      save.run(stream, keyHash, seat, usedAt, liveFor);
      if (isNew) count++;
    },
    remove: (stream) => void (count -= Number(remove.run(stream).changes)),
    release: ({ usedSince, hardlyUsedSince, minimum }) =>
      void (count -= Number(release.run(usedSince, minimum, hardlyUsedSince).changes)),
    leastUsed: () => v.parse(v.optional(Name), leastUsed.get())?.stream,
    count: () => count,
    close: () => db.close(),
  };
}

/** What brings a store from each version to the next. */
const MIGRATIONS: ((db: DatabaseSync) => void)[] = [hideSeats, measureUse];

function migrate(db: DatabaseSync): void {
  const { user_version: version } = v.parse(Version, db.prepare("PRAGMA user_version").get());
  for (const [index, change] of MIGRATIONS.entries()) {
    if (index < version) continue;
    db.exec("BEGIN IMMEDIATE");
    change(db);
    db.exec(`PRAGMA user_version = ${index + 1}; COMMIT`);
  }
}

/** Version 0 kept the peers themselves. */
function hideSeats(db: DatabaseSync): void {
  const rows = db.prepare("SELECT stream, seat FROM claim WHERE seat IS NOT NULL").all();
  const update = db.prepare("UPDATE claim SET seat = ? WHERE stream = ?");
  for (const { stream, seat } of v.parse(v.array(Seat), rows)) update.run(digest(seat), stream);
}

/** Version 1 did not know how long a stream was live: its names count as used. */
function measureUse(db: DatabaseSync): void {
  db.exec(`
    ALTER TABLE claim ADD COLUMN liveFor INTEGER NOT NULL DEFAULT ${24 * 60 * 60 * 1000};
    CREATE INDEX claimByUse ON claim (liveFor, usedAt) WHERE seat IS NULL;
    CREATE INDEX claimByAge ON claim (usedAt);
  `);
}
