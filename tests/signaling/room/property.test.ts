import assert from "node:assert/strict";
import fc from "fast-check";
import type { Effect } from "@/signaling/room/model.ts";
import { step } from "@/signaling/room/room.ts";
import { testProperty } from "../../support/property.ts";
import { scripts } from "../../support/room_actions.ts";
import { ANY_EVENTS, NOTHING_ELSE, SUMS } from "../../support/room_properties.ts";
import { check, type StepFunction } from "../../support/room_script.ts";
import {
  another,
  type Broken,
  dropped,
  finds,
  limited,
  tampered,
  tamperedSend,
  viewersOf,
} from "../../support/room_tamper.ts";

testProperty(ANY_EVENTS);
testProperty(NOTHING_ELSE);
testProperty(SUMS);

// --- the checker is no blind one: each rule broken on purpose is found -----------------------------------------------

const BROKEN: Record<string, Broken> = {
  "an answer goes to another viewer": {
    broken: tamperedSend(
      "answer",
      (send, after) => [{ ...send, to: another(send.to, after) ?? send.to }],
    ),
    finding: /not meant for this peer/,
  },
  "an answer goes to a second viewer as well": {
    broken: tamperedSend("answer", (send, after) => {
      const to = another(send.to, after);
      return to === undefined ? [send] : [send, { ...send, to }];
    }),
    finding: /not meant for this peer/,
  },
  "an answer is given twice": {
    broken: tamperedSend("answer", (send) => [send, send]),
    finding: /not meant for this peer/,
  },
  "an answer is altered": {
    broken: tamperedSend("answer", ({ to, message }) => [
      {
        type: "send",
        to,
        message: message.type === "answer" ? { ...message, sdp: `${message.sdp}a=x\r\n` } : message,
      },
    ]),
    finding: /not meant for this peer/,
  },
  "an answer is lost": { broken: dropped("answer"), finding: /missing: .*answer/ },
  "an offer lies about its sender": {
    broken: tamperedSend("offer", (send, after) => {
      const { message } = send;
      if (message.type !== "offer" || !("from" in message)) return [send];
      return [{ ...send, message: { ...message, from: another(message.from, after) ?? "nobody" } }];
    }),
    finding: /no such offer|not the offer that this viewer made/,
  },
  "candidates lie about their sender": {
    broken: tamperedSend("candidates", (send, after) => {
      const { message } = send;
      if (message.type !== "candidates" || !("from" in message)) return [send];
      return [{ ...send, message: { ...message, from: another(message.from, after) ?? "nobody" } }];
    }),
    finding: /not meant for this peer/,
  },
  "a viewer hears another viewer": {
    broken: tamperedSend("candidates", (send, after) => {
      const { message } = send;
      const to = "from" in message && message.type === "candidates"
        ? another(message.from, after)
        : undefined;
      return to === undefined ? [send] : [send, { ...send, to }];
    }),
    finding: /not meant for this peer/,
  },
  "a peer without a socket is sent something": {
    broken: tampered((effect, event) =>
      event.type === "away"
        ? [effect, { type: "send", to: event.peer, message: { type: "renew" } }]
        : [effect]
    ),
    finding: /without a socket/,
  },
  "a peer is sent something before it is admitted": {
    broken: tampered((effect) =>
      effect.type === "admitted"
        ? [{ type: "send", to: effect.peer, message: { type: "renew" } }, effect]
        : [effect]
    ),
    finding: /not admitted/,
  },
  "an admitted peer gets no welcome": {
    broken: tampered((effect) => effect.type === "admitted" ? [] : [effect]),
    finding: /not admitted|missing: .*admitted/,
  },
  "a peer that left is sent something": {
    broken: tamperedSend("left", (send) => {
      const { message } = send;
      return message.type === "left"
        ? [send, { type: "send", to: message.peer, message: { type: "renew" } }]
        : [send];
    }),
    finding: /without a socket/,
  },
  "a replaced broadcaster stays": {
    broken: tampered((effect) =>
      effect.type === "dismiss" && effect.reason === "replaced" ? [] : [effect]
    ),
    finding: /missing: .*replaced/,
  },
  "the seat is not vacated": {
    broken: tampered((effect) => effect.type === "vacate" ? [] : [effect]),
    finding: /missing: .*vacate/,
  },
  "a bad message is not refused": {
    broken: tampered((effect) => effect.type === "reject" ? [] : [effect]),
    finding: /missing: .*reject/,
  },
  "candidates over the bound pass": {
    broken: tampered((effect, event, { room }) =>
      effect.type === "reject" && effect.code === "too-many-candidates" &&
        event.type === "viewer" &&
        event.message.type === "candidates" && room.seat.state === "live"
        ? [{
          type: "send",
          to: room.seat.broadcaster,
          message: { ...event.message, from: event.peer },
        }]
        : [effect]
    ),
    finding: /not meant for this peer/,
  },
  "a viewer is not asked to renew": { broken: dropped("renew"), finding: /waits for ever/ },
  "a viewer is asked to renew without a reason": {
    broken: tamperedSend("answer", (send) => [send, { ...send, message: { type: "renew" } }]),
    finding: /that is answered was asked to renew/,
  },
  "an offer is lost": { broken: dropped("offer"), finding: /lies idle|waits for ever/ },
  "the broadcaster is not told who left": { broken: dropped("left"), finding: /missing: .*left/ },
  "the broadcaster is not told who left while it was away": {
    broken: tampered((effect) =>
      effect.type === "admitted" && effect.welcome.type === "publishing"
        ? [{ ...effect, welcome: { ...effect.welcome, left: [] } }]
        : [effect]
    ),
    finding: /missing: .*publishing|not called for/,
  },
  "the broadcaster is not told the count": { broken: dropped("viewers"), finding: /believes in/ },
  "viewers are not told the state": { broken: dropped("state"), finding: /believes that/ },
  "viewers are told nothing about the stream": {
    broken: dropped("details"),
    finding: /^\S+ believes \{/,
  },
  "a viewer that gets a slot is not told": {
    broken: (room, event, now, limits) => {
      const inLine = [...room.viewers].filter(([, { lastDetails }]) =>
        lastDetails !== null && lastDetails.place !== null
      )
        .map(([peer]) => peer);
      const after = step(room, event, now, limits);
      const isTurn = (effect: Effect) =>
        effect.type === "send" && effect.message.type === "details" &&
        effect.message.place === null && inLine.includes(effect.to);
      return { ...after, effects: after.effects.filter((effect) => !isTurn(effect)) };
    },
    finding: /whether it is in line/,
  },
  "a place in the queue is wrong": {
    broken: tamperedSend("details", (send) => {
      const { message } = send;
      return message.type === "details" && message.place !== null
        ? [{ ...send, message: { ...message, place: message.place + 1 } }]
        : [send];
    }),
    finding: /that is not so/,
  },
  "changes are told too often": {
    broken: limited({ detailsEvery: 999 }),
    finding: /wakes at|wait/,
  },
  "changes are told too late": { broken: limited({ detailsEvery: 1_001 }), finding: /wakes at/ },
  "the broadcaster is not told how many wait": {
    broken: tamperedSend("viewers", (send) => {
      const { message } = send;
      return message.type === "viewers"
        ? [{ ...send, message: { ...message, waiting: 0 } }]
        : [send];
    }),
    finding: /believes in/,
  },
  "no viewer is kept in the queue": {
    broken: (room, event, now, limits) =>
      step({ ...room, description: { ...room.description, capacity: null } }, event, now, limits),
    finding: /in line|that is not so|believes in/,
  },
  "the last in the queue gets the first slot": {
    broken: (room, event, now, limits) =>
      step({ ...room, viewers: viewersOf([...room.viewers].reverse()) }, event, now, limits),
    finding: /in line|that is not so|wakes at/,
  },
  "a lower capacity takes slots away": {
    broken: (room, event, now, limits) => {
      const after = step(room, event, now, limits);
      if (event.type !== "broadcaster" || event.message.type !== "describe") return after;
      const viewers = [...after.room.viewers].map(([peer, viewer]) =>
        [peer, { ...viewer, hasSlot: false }] as const
      );
      return { ...after, room: { ...after.room, viewers: viewersOf(viewers) } };
    },
    finding: /that is not so|believes in|lies idle|waits for ever|wakes at/,
  },
  "a removed viewer is not told": {
    broken: tampered((effect) =>
      effect.type === "refuse" && effect.code === "removed" ? [] : [effect]
    ),
    finding: /missing: .*removed/,
  },
  "a removed viewer comes back": {
    broken: (room, event, now, limits) => step({ ...room, removed: new Set() }, event, now, limits),
    finding: /not called for: .*admitted|missing: .*removed/,
  },
  "a removed viewer is remembered too long": {
    broken: (room, event, now, limits) => {
      const before = [...room.removed];
      const after = step(room, event, now, limits);
      const removed = new Set([...before, ...after.room.removed]);
      return { ...after, room: { ...after.room, removed } };
    },
    finding: /not called for: .*removed/,
  },
  "one viewer too many": {
    broken: limited({ viewers: 5 }),
    finding: /not called for|not meant|missing/,
  },
  "one offer in flight too many": {
    broken: limited({ offersInFlight: 3 }),
    finding: /too many offers in flight/,
  },
  "one offer in flight too few": { broken: limited({ offersInFlight: 1 }), finding: /lies idle/ },
  "stale offers are handed over": {
    broken: limited({ offerFresh: 70_000 }),
    finding: /a stale offer/,
  },
  "offers go stale too soon": {
    broken: limited({ offerFresh: 10_000 }),
    finding: /a fresh offer was thrown away/,
  },
  "an absent viewer is kept too long": {
    broken: limited({ viewerWindow: 30_001 }),
    finding: /wakes at/,
  },
  "a slot is kept too long": {
    broken: limited({ broadcasterWindow: 60_001 }),
    finding: /wakes at/,
  },
};

for (const [what, each] of Object.entries(BROKEN)) {
  Deno.test(`check finds it when ${what}`, () => finds(scripts, each));
}

Deno.test("the random scripts reach every limit that check tests", () => {
  const seen = new Set<string>();
  const noting: StepFunction = (room, event, now, limits) => {
    const after = step(room, event, now, limits);
    for (const effect of after.effects) {
      if (effect.type === "send" && effect.message.type === "details") {
        if (effect.message.place !== null) seen.add("place");
      }
      if (effect.type === "send" && effect.message.type === "viewers") {
        if (effect.message.waiting > 0) seen.add("waiting");
      }
      seen.add(
        effect.type === "send" ? effect.message.type : "code" in effect ? effect.code : effect.type,
      );
    }
    return after;
  };
  fc.check(fc.property(scripts, (script) => void check(noting, script)), {
    numRuns: 500,
    seed: 2026,
  });
  const wanted = ["stream-full", "ticket-refused", "no-such-link", "too-many-candidates", "vacate"];
  wanted.push(
    "removed",
    "details",
    "place",
    "waiting",
    "offer",
    "answer",
    "candidates",
    "declined",
    "renew",
    "left",
    "viewers",
    "state",
  );
  assert.deepEqual(wanted.filter((what) => !seen.has(what)), []);
});
