/** Steps that break a rule on purpose, to prove that the checker of room_checker.ts finds it. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { step } from "@/signaling/room/room.ts";
import { Viewers } from "@/signaling/room/viewers.ts";
import type {
  Effect,
  PeerId,
  RoomEvent,
  RoomLimits,
  Step,
  Viewer,
} from "@/signaling/room/model.ts";
import type { Action } from "./room_actions.ts";
import { check, type StepFunction } from "./room_script.ts";
import { Violation } from "./room_checker.ts";

export interface Broken {
  readonly broken: StepFunction;
  /** Matches the message of the violation. */
  readonly finding: RegExp;
}

/** Plays scripts on a broken step function until the checker finds the fault. */
export function finds(scripts: fc.Arbitrary<Action[]>, { broken, finding }: Broken): void {
  const rules = fc.property(scripts, (script) => void check(broken, script));
  // A fixed seed, so that the result does not depend on chance.
  const result = fc.check(rules, { numRuns: 2_000, seed: 2026, endOnFailure: true });
  assert.ok(result.failed, "nothing was found");
  assert.ok(result.errorInstance instanceof Violation, `${result.errorInstance}`);
  assert.match(result.errorInstance.message, finding);
}

/** A copy of these viewers, in this order. */
export function viewersOf(viewers: Iterable<readonly [PeerId, Viewer]>): Viewers {
  const copy = new Viewers();
  for (const [peer, viewer] of viewers) copy.put(peer, viewer);
  return copy;
}

export type Send = Extract<Effect, { type: "send" }>;

/** A step function that replaces each effect by others. */
export function tampered(
  change: (effect: Effect, event: RoomEvent, after: Step) => Effect[],
): StepFunction {
  return (room, event, now, limits) => {
    const after = step(room, event, now, limits);
    return { ...after, effects: after.effects.flatMap((effect) => change(effect, event, after)) };
  };
}

/** A step function that replaces each message of one type by others. */
export function tamperedSend(
  type: Send["message"]["type"],
  change: (send: Send, after: Step) => Effect[],
) {
  return tampered((effect, _, after) =>
    effect.type === "send" && effect.message.type === type ? change(effect, after) : [effect]
  );
}

export function limited(change: Partial<RoomLimits>): StepFunction {
  return (room, event, now, limits) => step(room, event, now, { ...limits, ...change });
}

export const dropped = (type: Send["message"]["type"]) => tamperedSend(type, () => []);

/** Another present viewer of the room. */
export function another(peer: string, { room }: Step): string | undefined {
  return [...room.viewers].find(([id, { awayUntil }]) => id !== peer && awayUntil === null)?.[0];
}
