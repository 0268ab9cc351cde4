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
  /** When the seat was last taken, in milliseconds since 1970. */
  readonly usedAt: number;
}

export interface ClaimStore {
  find(stream: string): Claim | undefined;
  /** Gives a free name to its first claimant. Returns false if the name has an owner, whichever process stored it. */
  add(claim: Claim): boolean;
  save(claim: Claim): void;
  /** Frees a name. */
  remove(stream: string): void;
  /** Frees the names that were last used before that time. */
  release(usedBefore: number): void;
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
});
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
  const find = db.prepare("SELECT stream, keyHash, seat, usedAt FROM claim WHERE stream = ?");
  const add = db.prepare(
    "INSERT INTO claim (stream, keyHash, seat, usedAt) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const save = db.prepare(
    "INSERT OR REPLACE INTO claim (stream, keyHash, seat, usedAt) VALUES (?, ?, ?, ?)",
  );
  const remove = db.prepare("DELETE FROM claim WHERE stream = ?");
  const release = db.prepare("DELETE FROM claim WHERE usedAt < ?");
  const count = db.prepare("SELECT count(*) AS count FROM claim");
  return {
    secret,
    find: (stream) => v.parse(v.optional(Row), find.get(stream)),
    add: ({ stream, keyHash, seat, usedAt }) =>
      add.run(stream, keyHash, seat, usedAt).changes === 1,
    save: ({ stream, keyHash, seat, usedAt }) => void save.run(stream, keyHash, seat, usedAt),
    remove: (stream) => void remove.run(stream),
    release: (usedBefore) => void release.run(usedBefore),
    count: () => v.parse(Count, count.get()).count,
    close: () => db.close(),
  };
}

/** What brings a store from each version to the next. */
const MIGRATIONS: ((db: DatabaseSync) => void)[] = [hideSeats];

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
