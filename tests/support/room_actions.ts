/** Random actions in a room, for fast-check. */
import fc from "fast-check";

const KINDS = [
  { weight: 2, arbitrary: fc.constantFrom("publish", "stop", "intrude", "tick") },
  { weight: 2, arbitrary: fc.constantFrom("broadcasterAway", "broadcasterBack") },
  { weight: 6, arbitrary: fc.constantFrom("watch", "watch", "leave", "away", "back", "wait") },
  { weight: 1, arbitrary: fc.constant("toDeadline") },
  { weight: 6, arbitrary: fc.constantFrom("offer", "trickle", "trickle", "push", "push") },
  { weight: 1, arbitrary: fc.constantFrom("decline", "remove") },
  { weight: 2, arbitrary: fc.constant("describe") },
  { weight: 4, arbitrary: fc.constant("answer") },
] as const;

/** SFUs join, drop their socket, come back and leave. As viewers of the broadcaster they also act as viewers do. */
const SFU_KINDS = [
  { weight: 3, arbitrary: fc.constantFrom("sfuJoins", "sfuJoins", "sfuAway", "sfuLeaves") },
  { weight: 1, arbitrary: fc.constant("sfuIntrudes") },
] as const;

/** `who` picks a peer, `how` a variant; both are taken modulo the number of choices. */
const VARIANT = { who: fc.noBias(fc.nat(11)), how: fc.noBias(fc.nat(5)) };
const action = fc.record({ do: fc.oneof(...KINDS), ...VARIANT });
const anyAction = fc.record({ do: fc.oneof(...KINDS, ...SFU_KINDS), ...VARIANT });
export type Action = typeof anyAction extends fc.Arbitrary<infer T> ? T : never;

const LENGTH = { minLength: 1, maxLength: 280, size: "max" } as const;
/** Scripts for a room whose only source is the broadcaster. */
export const scripts: fc.Arbitrary<Action[]> = fc.array(action, LENGTH);
/** Scripts with up to two SFUs as well. */
export const sfuScripts: fc.Arbitrary<Action[]> = fc.array(anyAction, LENGTH);
