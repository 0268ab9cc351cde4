/** After hundreds of joins and leaves nothing is leaked. `deno task bench churn` checks it for half an hour. */
import assert from "node:assert/strict";
import { churnHub, HEAP_PER_JOIN } from "../../support/hub_churn.ts";
import { churnServer } from "../../support/server_churn.ts";
import { ROUND } from "../../support/crowd.ts";

const ROUNDS = 2;
const JOINS = ROUNDS * ROUND;
/** The allowed growth of the server's process in bytes: coarse, because memory is returned late. */
const MOST_RESIDENT = 8 * 1024 * 1024;

const goesOn = (rounds: number) => rounds < ROUNDS;

Deno.test(`hub: after ${JOINS} joins and leaves, rooms, sockets, peers, timers and heap are as before`, async () => {
  const { joins, heap } = await churnHub(goesOn);
  assert.equal(joins, JOINS);
  const most = HEAP_PER_JOIN * joins;
  assert.ok(heap <= most, `${heap} bytes more in the heap; ${most} may be`);
});

Deno.test({
  name: `server: after ${JOINS} joins and leaves, its open files and its memory are as before`,
  ignore: Deno.build.os !== "linux", // it is asked through /proc
  fn: async () => {
    const { joins, files, resident } = await churnServer(goesOn);
    assert.equal(joins, JOINS);
    assert.ok(files <= 0, `${files} more open files than before`);
    assert.ok(resident <= MOST_RESIDENT, `${resident} bytes more; ${MOST_RESIDENT} may be`);
  },
});
