/** CPU time of server and client over a period. */
import { cpuSeconds } from "../support/processes.ts";
import type { Use } from "./tasks.ts";

/**
 * Starts measuring; the returned function ends it.
 * @param pid the server's process id
 */
export function usage(pid: number): () => Use {
  const read = () => ({
    wall: performance.now() / 1000,
    server: cpuSeconds(pid),
    client: cpuSeconds(Deno.pid),
  });
  const before = read();
  return () => {
    const after = read();
    return {
      wall: after.wall - before.wall,
      server: after.server - before.server,
      client: after.client - before.client,
    };
  };
}

export const NO_USE: Use = { wall: 0, server: 0, client: 0 };

export function sum(a: Use, b: Use): Use {
  return { wall: a.wall + b.wall, server: a.server + b.server, client: a.client + b.client };
}
