/** Sends events to all viewers of one stream, and times the deliveries. */
import { atATime, pause } from "./pace.ts";
import { speaker } from "./speakers.ts";
import type { FanOut, FanOutResult } from "./tasks.ts";
import { NO_USE, sum, usage } from "./usage.ts";

/** The time limit for the delivery of an event to all viewers, in seconds. */
const DELIVERY_TIMEOUT = 30;
/** How long after the last delivery the server's CPU time still counts, in seconds. */
const AFTERMATH = 0.1;

export async function fanOut(task: FanOut): Promise<FanOutResult> {
  const { speaks, origin, pid, viewers, events, every } = task;
  const stream = await speaker(speaks, origin).stream("stream");
  let missing = Infinity;
  let allDelivered = () => {};
  const delivered = () => {
    missing--;
    if (missing === 0) allDelivered();
  };
  await atATime(16, Array.from({ length: viewers }), () => stream.watch(delivered));
  await stream.settled();

  const last: number[] = [];
  let use = NO_USE;
  for (let event = 0; event < events; event++) {
    await pause(every);
    missing = viewers;
    const { promise, resolve } = Promise.withResolvers<void>();
    allDelivered = resolve;
    const end = usage(pid);
    const since = performance.now();
    stream.announce();
    const isLate = await Promise.race([
      promise.then(() => false),
      pause(DELIVERY_TIMEOUT).then(() => true),
    ]);
    if (isLate) {
      throw new Error(`${missing} of ${viewers} were not told within ${DELIVERY_TIMEOUT} s`);
    }
    last.push(performance.now() - since);
    await pause(AFTERMATH);
    use = sum(use, end());
  }
  return { use, viewers, deliveries: viewers * events, last };
}
