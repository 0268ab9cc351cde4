/** The rules of the protocol with a broadcaster and two SFUs that come and go at any time. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { step } from "@/signaling/room/room.ts";
import type { Effect, RoomEvent, Step, Viewer } from "@/signaling/room/model.ts";
import { testProperty } from "../../support/property.ts";
import { sfuScripts } from "../../support/room_actions.ts";
import { SOURCES } from "../../support/room_properties.ts";
import { check, type StepFunction } from "../../support/room_script.ts";
import {
  type Broken,
  finds,
  limited,
  type Send,
  tampered,
  tamperedSend,
  viewersOf,
} from "../../support/room_tamper.ts";

testProperty(SOURCES);

// --- each rule broken on purpose is found ----------------------------------------------------------------------------

/** The first viewer that is here and is meant. */
function viewerOf({ room }: Step, isMeant: (viewer: Viewer) => boolean): string | undefined {
  return [...room.viewers].find(([, viewer]) =>
    viewer.awayUntil === null && viewer.sfu === null && isMeant(viewer)
  )?.[0];
}

const isSfu = ({ room }: Step, peer: string) => room.viewers.sfus.has(peer);

/** Whether an SFU dies by this event, or goes away. */
const isEnd = (event: RoomEvent) =>
  event.type === "viewer" && event.message.type === "leave" && /sfu/i.test(event.peer);
const isAway = (event: RoomEvent) => event.type === "away" && /sfu/i.test(event.peer);

const renew = (to: string): Effect => ({ type: "send", to, message: { type: "renew" } });

const BROKEN: Record<string, Broken> = {
  "another source's answer is passed on": {
    broken: tampered((effect, event) =>
      effect.type === "reject" && event.type === "source" && event.message.type === "answer"
        ? [{ type: "send", to: event.message.to, message: said(event.message) }]
        : [effect]
    ),
    finding: /not meant for this peer|without a socket/,
  },
  "an SFU's answer goes to the broadcaster": {
    broken: tampered((effect, event, { room: { seat } }) =>
      isSend(effect, "answer") && event.type === "source" && seat.state === "live"
        ? [{ ...effect, to: seat.broadcaster }]
        : [effect]
    ),
    finding: /not meant for this peer/,
  },
  "a viewer's offer goes to the broadcaster beside an SFU": {
    broken: tamperedSend("offer", (send, after) => {
      const { seat } = after.room;
      return isSfu(after, send.to) && seat.state === "live"
        ? [{ ...send, to: seat.broadcaster }]
        : [send];
    }),
    finding: /for another source/,
  },
  "an offer goes to a source beside its own": {
    broken: tamperedSend("offer", (send, after) => {
      const { seat } = after.room;
      return isSfu(after, send.to) && seat.state === "live"
        ? [send, { ...send, to: seat.broadcaster }]
        : [send];
    }),
    finding: /no such offer/,
  },
  "a viewer's candidates go to the broadcaster as well": {
    broken: tamperedSend("candidates", (send, after) => {
      const { seat } = after.room;
      return isSfu(after, send.to) && "from" in send.message && seat.state === "live"
        ? [send, { ...send, to: seat.broadcaster }]
        : [send];
    }),
    finding: /not meant for this peer/,
  },
  "the viewers of an SFU that died are not asked to renew": {
    broken: tampered((effect, event) => isEnd(event) && isSend(effect, "renew") ? [] : [effect]),
    finding: /waits for ever/,
  },
  "the viewers of another source are asked to renew when an SFU dies": {
    broken: (room, event, now, limits) => {
      const after = step(room, event, now, limits);
      const other = isEnd(event)
        ? viewerOf(after, ({ link, renewRequested }) => link?.answerBy === null && !renewRequested)
        : undefined;
      return other === undefined ? after : { ...after, effects: [...after.effects, renew(other)] };
    },
    finding: /that is (answered|declined) was asked to renew/,
  },
  "what an SFU has not answered is asked for again when it goes away": {
    broken: tampered((effect, event) =>
      isAway(event) && isSend(effect, "offer") &&
        "from" in effect.message
        ? [renew(effect.message.from)]
        : [effect]
    ),
    finding: /a fresh offer was thrown away/,
  },
  "the links of an SFU are made anew when it goes away": {
    broken: (room, event, now, limits) => {
      const after = step(room, event, now, limits);
      if (event.type !== "away") return after;
      const its = viewerOf(
        after,
        ({ source, link, renewRequested }) =>
          source === event.peer && link !== null && !renewRequested,
      );
      return its === undefined ? after : { ...after, effects: [...after.effects, renew(its)] };
    },
    finding: /that is (answered|declined) was asked to renew/,
  },
  "a source is not told that its viewer has another source": {
    broken: tampered((effect, event) =>
      isSend(effect, "left") && event.type !== "source-joined" &&
        !(event.type === "viewer" && event.message.type === "leave")
        ? []
        : [effect]
    ),
    finding: /does not know that its viewer left|missing/,
  },
  "an SFU is not told which viewers left while it was away": {
    broken: tampered((effect, event) =>
      event.type === "source-joined" && isSend(effect, "left") ? [] : [effect]
    ),
    finding: /missing: .*left/,
  },
  "an SFU is counted": {
    broken: tamperedSend("viewers", (send, { room }) => {
      const { message } = send;
      return message.type === "viewers"
        ? [{ ...send, message: { ...message, count: message.count + room.viewers.sfus.size } }]
        : [send];
    }),
    finding: /believes in/,
  },
  "an SFU is queued": {
    broken: (room, event, now, limits) => {
      const viewers = [...room.viewers].map(([peer, viewer]) =>
        [peer, viewer.sfu ? { ...viewer, hasSlot: false } : viewer] as const
      );
      return step({ ...room, viewers: viewersOf(viewers) }, event, now, limits);
    },
    finding: /believes in|that is not so|waits for ever|lies idle|wakes at/,
  },
  "an SFU takes a viewer's place": {
    broken: (room, event, now, limits) =>
      step(room, event, now, { ...limits, viewers: limits.viewers - room.viewers.sfus.size }),
    finding: /missing|not called for/,
  },
  "one SFU too many": { broken: limited({ sfus: 3 }), finding: /not called for: .*admitted/ },
  "an absent SFU is handed offers": {
    broken: (room, event, now, limits) => {
      const after = step(room, event, now, limits);
      const viewers = [...after.room.viewers].map(([peer, viewer]) =>
        [peer, viewer.sfu ? { ...viewer, awayUntil: null } : viewer] as const
      );
      return { ...after, room: { ...after.room, viewers: viewersOf(viewers) } };
    },
    finding: /without a socket|wakes at|lies idle/,
  },
};

for (const [what, each] of Object.entries(BROKEN)) {
  Deno.test(`check finds it when ${what}`, () => finds(sfuScripts, each));
}

function isSend(effect: Effect, type: Send["message"]["type"]): effect is Send {
  return effect.type === "send" && effect.message.type === type;
}

/** What a viewer is told of a source's answer. */
function said({ negotiation, sdp }: { negotiation: number; sdp: string }): Send["message"] {
  return { type: "answer", negotiation, sdp };
}

Deno.test("the random scripts reach every case that check tests", () => {
  const seen = new Set<string>();
  const noting: StepFunction = (room, event, now, limits) => {
    const open = [...room.viewers].filter(([, { link }]) => link?.offer);
    const after = step(room, event, now, limits);
    const sfus = after.room.viewers.sfus;
    for (const effect of after.effects) {
      if (effect.type === "refuse" && event.type === "source-joined") seen.add(effect.code);
      if (effect.type !== "send") continue;
      const { to, message } = effect;
      const whose = sfus.has(to) ? "to an SFU" : "to a viewer";
      if (message.type === "left") {
        seen.add(sfus.has(to) ? `left ${whose}` : "left the broadcaster");
      }
      if (message.type === "renew") seen.add(`renew ${whose}`);
      if (message.type !== "offer") continue;
      seen.add(
        sfus.has(to) ? "offer to an SFU" : sfus.has(message.from) ? "offer of an SFU" : "offer",
      );
      if (sfus.has(to) && message.restart) seen.add("restart with an SFU");
      if (event.type === "away" || isEnd(event)) {
        if (open.some(([peer]) => peer === message.from)) seen.add("handed to another");
      }
    }
    for (const peer of sfus) {
      if (after.room.viewers.load(peer).inFlight >= limits.offersInFlight) seen.add("full");
    }
    return after;
  };
  const rules = fc.property(sfuScripts, (script) => void check(noting, script));
  fc.check(rules, { numRuns: 300, seed: 2026 });
  const wanted = ["stream-full", "left to an SFU", "left the broadcaster", "renew to an SFU"];
  wanted.push("renew to a viewer", "offer", "offer to an SFU", "offer of an SFU", "full");
  wanted.push("restart with an SFU", "handed to another");
  assert.deepEqual(wanted.filter((what) => !seen.has(what)), []);
});
