import type { Clock } from "@/common/clock.ts";
import type { Connection } from "./connection.ts";

/** How a stopping server closes its connections. Times in milliseconds. */
const DRAIN = { minSlice: 10, maxSlices: 20, pause: 100, closeTimeout: 2_000 } as const;

export interface Draining {
  close(connection: Connection): void;
  /** Called when `close` was called for all, before their transports have closed. */
  allClosing(): void;
  /** Resolves once no hello is being checked. */
  idle(): Promise<void>;
}

/** Closes all connections in slices, so that not all peers reconnect to the next server at the same moment. */
export async function drain(
  connections: readonly Connection[],
  clock: Clock,
  { close, allClosing, idle }: Draining,
): Promise<void> {
  const slice = Math.max(DRAIN.minSlice, Math.ceil(connections.length / DRAIN.maxSlices));
  for (let i = 0; i < connections.length; i += slice) {
    if (i > 0) await new Promise<void>((resolve) => clock.after(DRAIN.pause, resolve));
    connections.slice(i, i + slice).forEach(close);
  }
  allClosing();
  // Wait until the close frames are sent: if the process ended earlier, peers would not know why.
  const timeout = Promise.withResolvers<void>();
  const cancel = clock.after(DRAIN.closeTimeout, timeout.resolve);
  const ended = Promise.all([...connections.map((connection) => connection.ended()), idle()]);
  await Promise.race([ended, timeout.promise]);
  cancel();
}
