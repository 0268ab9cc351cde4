/** Measures what a server process keeps after peers have joined and left. */
import assert from "node:assert/strict";
import { Crowd, ROUND } from "./crowd.ts";
import { fetchStreams, startServer } from "./server_process.ts";

/** How long a closed socket may take to be gone, in milliseconds. */
const SOCKET_PATIENCE = 10_000;

/**
 * Needs Linux: it reads /proc.
 * @param goesOn is asked after every round whether to run another; it gets the number of rounds so far
 * @returns the number of joins, and the growth in open files and in bytes of resident memory
 */
export async function churnServer(
  goesOn: (rounds: number) => boolean,
): Promise<{ joins: number; files: number; resident: number }> {
  const mark = crypto.randomUUID();
  await using server = await startServer({
    TEST_MARK: mark,
    POSTS_PER_ADDRESS: "10000", // the crowd has one address
    CLAIMS_PER_ADDRESS: "10000",
    DENO_V8_FLAGS: "--optimize-for-size", // collects early, so that what is resident is held
  });
  const pid = findProcess(`TEST_MARK=${mark}`);
  // Places that are kept cannot be looked at here; nobody vanishes for good.
  const crowd = new Crowd(server.origin, { someVanish: false });
  for (let i = 0; i < 2; i++) await crowd.round();
  const before = await settled(server.origin, pid, Infinity);
  let rounds = 0;
  for (; rounds === 0 || goesOn(rounds); rounds++) await crowd.round();
  assert.deepEqual(await fetchStreams(server.origin), []);
  const after = await settled(server.origin, pid, before.files);
  return {
    joins: rounds * ROUND,
    files: after.files - before.files,
    resident: after.resident - before.resident,
  };
}

/** What a server's process holds, once it holds no more files than that, or will not. */
async function settled(origin: string, pid: number, files: number) {
  const start = performance.now();
  for (;;) {
    await fetchStreams(origin); // it has had a turn
    const held = holdings(pid);
    if (held.files <= files || performance.now() - start > SOCKET_PATIENCE) return held;
  }
}

function holdings(pid: number): { files: number; resident: number } {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return {
    files: [...Deno.readDirSync(`/proc/${pid}/fd`)].length,
    resident: Number(/VmRSS:\s*(\d+) kB/.exec(status)?.[1]) * 1024,
  };
}

/** The process that was started with that in its environment. */
function findProcess(variable: string): number {
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const variables = Deno.readTextFileSync(`/proc/${name}/environ`).split("\0");
      if (variables.includes(variable)) return Number(name);
    } catch { /* it has ended, or is nobody's */ }
  }
  throw new Error(`no process with ${variable}`);
}
