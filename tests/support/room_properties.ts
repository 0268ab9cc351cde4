/** Properties of `step` for random scripts of a room. */
import assert from "node:assert/strict";
import { createRoom, type Room } from "@/signaling/room/model.ts";
import { step } from "@/signaling/room/room.ts";
import type { Viewers } from "@/signaling/room/viewers.ts";
import { property } from "./property.ts";
import { scripts, sfuScripts } from "./room_actions.ts";
import { check, type StepFunction } from "./room_script.ts";
import { viewersOf } from "./room_tamper.ts";

export const ANY_EVENTS = property({
  name: "step keeps every rule of the protocol for any sequence of events",
  cases: 600,
  stepsPerCase: 20,
  scripts,
  play: (script) => check(step, script),
});

/** With a broadcaster and up to two SFUs. */
export const SOURCES = property({
  name: "step keeps every rule while sources come, lose their socket, come back and leave",
  cases: 600,
  stepsPerCase: 33,
  scripts: sfuScripts,
  play: (script) => check(step, script),
});

export const NOTHING_ELSE = property({
  name: "step depends only on its room, event and time, and changes only its room",
  cases: 100,
  stepsPerCase: 20,
  scripts: sfuScripts,
  play(script) {
    const twins = new WeakMap<Room, Room>();
    const twice: StepFunction = (room, event, now, limits) => {
      const before = structuredClone(event);
      const first = step(room, event, now, limits);
      const second = step(twins.get(room) ?? createRoom(room.stream, 0), event, now, limits);
      assert.deepEqual(event, before);
      assert.deepEqual(second.effects, first.effects);
      assert.deepEqual(plain(second.room), plain(first.room));
      twins.set(first.room, second.room);
      return first;
    };
    return check(twice, script);
  },
});

export const SUMS = property({
  name: "a room's sums and lists always agree with its viewers",
  cases: 150,
  stepsPerCase: 20,
  scripts: sfuScripts,
  play(script) {
    const counting: StepFunction = (room, event, now, limits) => {
      const after = step(room, event, now, limits);
      const { viewers } = after.room;
      assert.deepEqual(derived(viewers), derived(viewersOf(viewers)), JSON.stringify(event));
      return after;
    };
    return check(counting, script);
  },
});

/** A room with its viewers in plain data. */
function plain(room: Room): unknown {
  return { ...room, viewers: [...room.viewers], derived: derived(room.viewers) };
}

function derived(viewers: Viewers) {
  return {
    queue: [...viewers.queue()],
    ranks: [...viewers.peers()].map((peer) => viewers.rank(peer)),
    behind: [0, 1, 2, 3, Infinity].map((head) => viewers.countedBehind(head)),
    size: viewers.size,
    hasSlot: viewers.slots,
    queued: viewers.queued,
    counted: viewers.counted,
    queuedHere: viewers.queuedHere,
    sfus: [...viewers.sfus].sort(),
    loads: [...viewers].map(([, { source }]) => source && viewers.load(source)),
    needingDetails: [...viewers.needingDetails].sort(),
    linkless: [...viewers.linkless].sort(),
    wait: viewers.nextDeadline()?.at,
    ready: viewers.nextReady(),
  };
}
