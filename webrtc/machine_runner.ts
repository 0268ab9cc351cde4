/** Runs a state machine: passes it one event after the other, carries out its actions, and ticks at its deadline. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Clock } from "@/common/clock.ts";

/** A state machine. Pure. */
export interface Machine<State, Event, Action> {
  readonly start: State;
  step(state: State, event: Event, now: number): Step<State, Action>;
  /** When the machine needs its next `tick`, or null. */
  deadline(state: State): number | null;
}

export interface Step<State, Action> {
  readonly machine: State;
  readonly actions: readonly Action[];
}

export interface Tick {
  readonly type: "tick";
}

export interface Runner<State, Event> {
  readonly state: ReadonlySignal<State>;
  happened(event: Event | Tick): void;
}

/**
 * An event that an action causes waits until all actions of the step are done, so that each action sees the state that it
 * belongs to.
 */
export function runMachine<State, Event, Action>(
  { start, step, deadline }: Machine<State, Event | Tick, Action>,
  carryOut: (action: Action) => void,
  clock: Clock,
): Runner<State, Event> {
  const state = signal(start);
  const queue: (Event | Tick)[] = [];
  let isRunning = false;
  let cancelTick = () => {};

  const happened = (event: Event | Tick) => {
    queue.push(event);
    if (isRunning) return;
    isRunning = true;
    try {
      for (let next; (next = queue.shift()) !== undefined;) {
        const { machine, actions } = step(state.peek(), next, clock.now());
        state.value = machine;
        actions.forEach(carryOut);
      }
    } finally {
      isRunning = false;
      cancelTick();
      const due = deadline(state.peek());
      if (due !== null) {
        cancelTick = clock.after(due - clock.now(), () => happened({ type: "tick" }));
      }
    }
  };
  return { state, happened };
}
