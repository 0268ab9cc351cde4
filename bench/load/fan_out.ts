/** Everyone who watches one stream is told something. */
import { atATime, pause } from "./pace.ts";
import { speaker } from "./speakers.ts";
import type { FanOut, FanOutResult } from "./tasks.ts";
import { NO_USE, sum, usage } from "./usage.ts";

/** What has not come to everyone by then never does, in seconds. */
const PATIENCE = 30;
/** What the server does of an event after the last delivery counts too, in seconds. */
const AFTERMATH = 0.1;

export async function fanOut(task: FanOut): Promise<FanOutResult> {
  const { speaks, origin, pid, viewers, events, every } = task;
  const stream = await speaker(speaks, origin).stream("stream");
  let missing = Infinity;
  let reached = () => {};
  const heard = () => {
    missing--;
    if (missing === 0) reached();
  };
  await atATime(16, Array.from({ length: viewers }), () => stream.watch(heard));
  await stream.settled();

  const last: number[] = [];
  let use = NO_USE;
  for (let event = 0; event < events; event++) {
    await pause(every);
    missing = viewers;
    const { promise, resolve } = Promise.withResolvers<void>();
    reached = resolve;
    const end = usage(pid);
    const since = performance.now();
    stream.announce();
    const isLate = await Promise.race([
      promise.then(() => false),
      pause(PATIENCE).then(() => true),
    ]);
    if (isLate) throw new Error(`${missing} of ${viewers} were not told within ${PATIENCE} s`);
    last.push(performance.now() - since);
    await pause(AFTERMATH);
    use = sum(use, end());
  }
  return { use, viewers, deliveries: viewers * events, last };
}
