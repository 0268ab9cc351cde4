/** When a server that ended is started again. */
import assert from "node:assert/strict";
import { CANNOT_RUN, type End, Restarts } from "@/server/launch/restarts.ts";

const DEATH: End = { code: 137, signal: "SIGKILL" };

function outcomes(times: readonly number[]): unknown[] {
  const restarts = new Restarts();
  return times.map((time) => restarts.next(DEATH, time));
}

Deno.test("the waits grow, and the fifth death in a minute is the last", () => {
  assert.deepEqual(outcomes([0, 1_000, 2_000, 3_000, 59_999]), [
    { then: "restart", after: 250 },
    { then: "restart", after: 500 },
    { then: "restart", after: 1_000 },
    { then: "restart", after: 2_000 },
    { then: "give up", deaths: 5, within: 60_000 },
  ]);
});

Deno.test("deaths of more than a minute ago do not count", () => {
  assert.deepEqual(outcomes([0, 1_000, 2_000, 3_000, 60_000]).at(-1), {
    then: "restart",
    after: 2_000,
  });
  assert.deepEqual(outcomes([0, 1_000, 2_000, 3_000, 70_000]).at(-1), {
    then: "restart",
    after: 250,
  });
});

Deno.test("a server that was told to end, or cannot run, is not started again", () => {
  const next = (end: End) => new Restarts().next(end, 0);
  assert.deepEqual(next({ code: 0, signal: null }), { then: "end", code: 0 });
  for (const [signal, code] of [["SIGTERM", 143], ["SIGINT", 130], ["SIGHUP", 129]] as const) {
    assert.deepEqual(next({ code, signal }), { then: "end", code });
  }
  assert.deepEqual(next({ code: CANNOT_RUN, signal: null }), { then: "end", code: 1 });
  assert.equal(next({ code: 1, signal: null }).then, "restart", "an exception that nothing caught");
});
