/** How many connections this process can hold: each takes a file descriptor. */
import { openFileLimit } from "../launch/launched.ts";

/** Requests are short, but need a connection beside the sockets. */
const FOR_REQUESTS = 2_000;
/** For the store, logs, certificates, and what the runtime opens. */
const FOR_OURSELVES = 100;
/** The most connections that may wait to be accepted. */
const BACKLOG = 511;

export interface ConnectionLimit {
  readonly most: number;
  /** How many more may wait. The runtime may accept all of them before it closes the first that is too many. */
  readonly backlog: number;
  /** Why that is too few for so many sockets, and what to do; null: it is enough. */
  readonly problem: string | null;
}

/** For what is open before the server listens. */
const OPEN_AT_START = 64;

/**
 * Refusing connections above the limit keeps the server going: one that runs out of descriptors accepts no more.
 * @param canOpen how many further files, of so many, this process can open
 */
export function connectionLimit(maxSockets: number, canOpen = countOpenable): ConnectionLimit {
  const wanted = maxSockets + FOR_REQUESTS;
  const openable = canOpen(wanted + BACKLOG + FOR_OURSELVES);
  const backlog = Math.min(BACKLOG, Math.ceil(openable / 4));
  const most = Math.max(1, Math.min(wanted, openable - backlog - FOR_OURSELVES));
  const problem = most >= maxSockets
    ? null
    : `This process may open too few files for MAX_SOCKETS=${maxSockets}: it accepts ${most} connections. ` +
      "Raise the limit (ulimit -n, or LimitNOFILE= of systemd), or lower MAX_SOCKETS.";
  return { most, backlog, problem };
}

/**
 * How many of so many further files this process can open. The launcher tells the limit. A server that runs without one may
 * not read it, so it opens files until the system refuses.
 */
function countOpenable(most: number): number {
  const limit = openFileLimit();
  if (limit !== null) return Math.min(most, Math.max(0, limit - OPEN_AT_START));
  const files: Deno.FsFile[] = [];
  try {
    while (files.length < most) files.push(Deno.openSync(import.meta.filename ?? "."));
  } catch { /* the limit */ }
  for (const file of files) file.close();
  return files.length;
}
