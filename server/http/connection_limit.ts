/** How many connections this process can hold: each takes a file descriptor. */

/** Requests are short, but need a connection beside the sockets. */
const FOR_REQUESTS = 2_000;
/** For the store, logs, certificates, and what the runtime has open. */
const FOR_OURSELVES = 150;
/** The most connections that may wait to be accepted. */
const BACKLOG = 511;

export interface ConnectionLimit {
  readonly most: number;
  /** How many more may wait. The runtime may accept all of them before it closes the first that is too many. */
  readonly backlog: number;
  /** Why that is too few for so many sockets, and what to do; null: it is enough. */
  readonly problem: string | null;
}

/**
 * Refusing connections above the limit keeps the server going: one that runs out of descriptors accepts no more.
 * @param openFiles how many files this process may have open; null: there is no limit, or nobody said
 */
export function connectionLimit(maxSockets: number, openFiles: number | null): ConnectionLimit {
  const wanted = maxSockets + FOR_REQUESTS;
  const openable = openFiles ?? Infinity;
  const backlog = Math.min(BACKLOG, Math.ceil(openable / 4));
  const most = Math.max(1, Math.min(wanted, openable - backlog - FOR_OURSELVES));
  const problem = most >= maxSockets
    ? null
    : `This process may open too few files for MAX_SOCKETS=${maxSockets}: it accepts ${most} connections. ` +
      "Raise the limit (ulimit -n, or LimitNOFILE= of systemd), or lower MAX_SOCKETS.";
  return { most, backlog, problem };
}
