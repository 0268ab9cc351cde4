import assert from "node:assert/strict";
import { type Machine, runMachine, type Tick } from "@/webrtc/machine_runner.ts";
import { FakeClock } from "../support/fake_clock.ts";

/** A machine's state: the events so far, and its deadline. */
interface Log {
  readonly events: readonly string[];
  readonly due: number | null;
}

interface Event {
  readonly type: string;
  /** The time from the event to the deadline. */
  readonly wait?: number;
  readonly asks?: readonly string[];
}

const LOG: Machine<Log, Event | Tick, string> = {
  start: { events: [], due: null },
  step({ events }, event, now) {
    const { wait, asks = [] }: Event = event;
    const due = wait === undefined ? null : now + wait;
    return { machine: { events: [...events, event.type], due }, actions: asks };
  },
  deadline: ({ due }) => due,
};

/** @param does what to run for each action */
function setUp(does: Record<string, () => void> = {}) {
  const clock = new FakeClock();
  /** Each action, and the events that the machine had handled when the action ran. */
  const done: string[] = [];
  const runner = runMachine<Log, Event, string>(LOG, (action) => {
    done.push(`${action} after ${runner.state.peek().events.join(" ")}`);
    does[action]?.();
  }, clock);
  return { clock, done, runner, events: () => runner.state.peek().events };
}

Deno.test("an event that an action causes waits until the other actions of its step are done", () => {
  const { runner, done, events } = setUp({
    probe: () => runner.happened({ type: "answered", asks: ["greet"] }),
  });
  runner.happened({ type: "came", asks: ["probe", "wait"] });
  assert.deepEqual(events(), ["came", "answered"]);
  assert.deepEqual(done, ["probe after came", "wait after came", "greet after came answered"]);
});

Deno.test("events that come during a step keep their order", () => {
  const { runner, events } = setUp({
    both: () => {
      runner.happened({ type: "a", asks: ["more"] });
      runner.happened({ type: "b" });
    },
    more: () => runner.happened({ type: "c" }),
  });
  runner.happened({ type: "begin", asks: ["both"] });
  assert.deepEqual(events(), ["begin", "a", "b", "c"]);
});

Deno.test("the deadline is that of the last state, and has one timer", () => {
  const { runner, clock, events } = setUp({
    hurry: () => runner.happened({ type: "hurried", wait: 10 }),
  });
  runner.happened({ type: "began", wait: 1_000, asks: ["hurry"] });
  assert.equal(clock.pending, 1);
  clock.advance(9);
  assert.deepEqual(events(), ["began", "hurried"]);
  clock.advance(1);
  assert.deepEqual(events(), ["began", "hurried", "tick"]);
  assert.equal(clock.pending, 0, "nothing is waited for any more");
});

Deno.test("an action that throws ends its own step; waiting events are handled with the next one", () => {
  const { runner, clock, events } = setUp({
    fail: () => {
      runner.happened({ type: "late" });
      throw new Error("no");
    },
  });
  assert.throws(() => runner.happened({ type: "began", wait: 10, asks: ["fail"] }), /no/);
  assert.equal(clock.pending, 1, "the deadline holds all the same");
  runner.happened({ type: "next" });
  assert.deepEqual(events(), ["began", "late", "next"]);
});
