/** Viewers that join, and then only answer the server's heartbeat. */
import { residentKilobytes } from "../support/processes.ts";
import { atATime, pause } from "./pace.ts";
import { speaker } from "./speakers.ts";
import type { Idle, IdleResult } from "./tasks.ts";

/** How many viewers join at the same time. */
const JOINING = 16;

export async function idle(task: Idle): Promise<IdleResult> {
  const { speaks, origin, pid, streams, levels, settle } = task;
  const open = speaker(speaks, origin);
  const rooms = await Promise.all(
    Array.from({ length: streams }, (_, index) => open.stream(`stream-${index}`)),
  );
  const result: { viewers: number; kilobytes: number }[] = [];
  let viewers = 0;
  for (const level of levels) {
    const wanted = Array.from(
      { length: level - viewers },
      (_, i) => rooms[(viewers + i) % streams],
    );
    await atATime(JOINING, wanted, (room) => room.watch(() => {}));
    viewers = level;
    await Promise.all(rooms.map((room) => room.settled()));
    await pause(settle);
    result.push({ viewers, kilobytes: residentKilobytes(pid) });
  }
  return { levels: result };
}
