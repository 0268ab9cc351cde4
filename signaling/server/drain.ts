import type { Clock } from "@/common/clock.ts";
import type { Connection } from "./connection.ts";

/**
 * A server that goes down lets so many go at once, in so many slices at most, with so many milliseconds between, and waits
 * so long for them to have heard it.
 */
const DRAIN = { atOnce: 10, slices: 20, pause: 100, farewell: 2_000 } as const;

export interface Draining {
  shut(connection: Connection): void;
  /** Called once everyone was shut, before their transports have ended. */
  allShut(): void;
  /** Resolves once nothing is done any more for those who have gone. */
  idle(): Promise<void>;
}

/** Lets all go, a few at a time: who comes back to the next server does not meet all the others there. */
export async function drain(
  leaving: readonly Connection[],
  clock: Clock,
  { shut, allShut, idle }: Draining,
): Promise<void> {
  const slice = Math.max(DRAIN.atOnce, Math.ceil(leaving.length / DRAIN.slices));
  for (let i = 0; i < leaving.length; i += slice) {
    if (i > 0) await new Promise<void>((resolve) => clock.after(DRAIN.pause, resolve));
    leaving.slice(i, i + slice).forEach(shut);
  }
  allShut();
  // A process that ended before its last words were out would leave those who were to hear them guessing.
  const patience = Promise.withResolvers<void>();
  const cancel = clock.after(DRAIN.farewell, patience.resolve);
  const ended = Promise.all([...leaving.map((connection) => connection.ended()), idle()]);
  await Promise.race([ended, patience.promise]);
  cancel();
}
