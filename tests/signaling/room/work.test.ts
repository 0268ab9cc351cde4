/** The work of a step does not grow with the number of viewers that it does not concern. */
import assert from "node:assert/strict";
import { step } from "@/signaling/room/room.ts";
import { createRoom, type RoomEvent, type SourceMessage } from "@/signaling/room/model.ts";
import { NO_DESCRIPTION } from "@/signaling/protocol/description.ts";
import { ROOM_LIMITS } from "../../support/limits.ts";
import { candidates, sdp } from "../../support/messages.ts";

const LIMITS = { ...ROOM_LIMITS, viewers: 10_000 };
/** What a step may look at, however many viewers there are: whom it concerns, and who is handed over or gets a slot next. */
const A_FEW = 24;
const CROWD = 2_000;

/** A stream with so many viewers, all of whom are answered if they have a seat: by the broadcaster, or by an SFU. */
class Crowded {
  now = 0;
  #room = createRoom("live", 0);

  constructor(
    readonly viewers: number,
    readonly capacity: number | null,
    readonly sfu: string | null = null,
  ) {
    this.does({ type: "publish", peer: "b", description: NO_DESCRIPTION });
    this.describes(null, capacity);
    if (sfu) this.does({ type: "source-joined", peer: sfu, negotiation: 1, linked: true });
    for (let i = 0; i < viewers; i++) {
      this.watch(`v${i}`);
      if (i < (capacity ?? Infinity)) this.answer(`v${i}`);
    }
    this.now = 10 * LIMITS.detailsEvery;
    this.describes("title", capacity); // everyone has just been told, so nobody is again for a while
  }

  /** @returns how many entries of any map or set were looked at, one after the other, and how many effects there were */
  does(event: RoomEvent): { visits: number; effects: number } {
    let effects = 0;
    const visits = countVisits(() => {
      const after = step(this.#room, event, this.now, LIMITS);
      this.#room = after.room;
      effects = after.effects.length;
    });
    return { visits, effects };
  }

  watch = (peer: string) =>
    this.does({ type: "watch", peer, network: "1", offer: { negotiation: 1, sdp: sdp(peer) } });
  answer = (to: string) => this.says({ type: "answer", to, negotiation: 1, sdp: sdp("answer") });
  /** The source of all viewers speaks. */
  says = (message: SourceMessage) =>
    this.sfu === null
      ? this.does({ type: "broadcaster", peer: "b", message })
      : this.does({ type: "source", peer: this.sfu, message });
  describes = (title: string | null, capacity: number | null) =>
    this.does({ type: "broadcaster", peer: "b", message: { type: "describe", title, capacity } });
  away = (peer: string) => this.does({ type: "away", peer });
  leave = (peer: string) => this.does({ type: "viewer", peer, message: { type: "leave" } });
  back = (peer: string) => {
    const hello = { negotiation: 1, linked: true, rebuild: false } as const;
    const description = NO_DESCRIPTION;
    return this.does({ type: "resume", role: "viewer", peer, network: "1", ...hello, description });
  };
}

/** Counts the steps of every map's and set's iterators. */
function countVisits(run: () => void): number {
  let visits = 0;
  const kinds = [new Map().entries(), new Set().values()];
  const undo = kinds.map((iterator) => {
    const prototype: { next(): unknown } = Object.getPrototypeOf(iterator);
    const { next } = prototype;
    prototype.next = function () {
      visits++;
      return next.call(this);
    };
    return () => void (prototype.next = next);
  });
  try {
    run();
  } finally {
    for (const each of undo) each();
  }
  return visits;
}

const mine = candidates(1, "mine");
const WHAT: Record<string, (crowd: Crowded) => { visits: number; effects: number }> = {
  "a viewer's candidates": (crowd) =>
    crowd.does({
      type: "viewer",
      peer: "v1",
      message: { type: "candidates", negotiation: 1, candidates: mine },
    }),
  "a source's candidates": (crowd) =>
    crowd.says({ type: "candidates", to: "v1", negotiation: 1, candidates: mine }),
  "a new offer": (crowd) =>
    crowd.does({
      type: "viewer",
      peer: "v1",
      message: { type: "offer", negotiation: 2, restart: true, sdp: sdp("new") },
    }),
  "a viewer that joins": (crowd) => crowd.watch("newcomer"),
  "an answer": (crowd) => {
    crowd.watch("newcomer");
    return crowd.answer("newcomer");
  },
  "a viewer that leaves": (crowd) => crowd.leave("v1"),
  "the last viewer, when it leaves,": (crowd) => crowd.leave(`v${crowd.viewers - 1}`),
  "a lost socket": (crowd) => crowd.away("v1"),
  "a viewer that comes back": (crowd) => {
    crowd.away("v1");
    return crowd.back("v1");
  },
  "a deadline": (crowd) => {
    crowd.away("v1");
    crowd.now += LIMITS.viewerWindow - 1;
    crowd.describes("another title", crowd.capacity); // everyone is told again
    crowd.now++;
    return crowd.does({ type: "tick" });
  },
};

for (const [what, does] of Object.entries(WHAT)) {
  for (const [capacity, sfu] of [[null, null], [4, null], [null, "sfu"]] as const) {
    const whose = sfu === null ? "" : " at an SFU";
    const name = `${what} costs a step no more among ${CROWD} viewers, ${
      capacity ?? "all"
    } of them with a slot${whose}`;
    Deno.test(name, () => {
      const { visits, effects } = does(new Crowded(CROWD, capacity, sfu));
      assert.ok(visits <= A_FEW, `${visits} were looked at`);
      assert.ok(effects <= 6, `${effects} effects`);
    });
  }
}

Deno.test("the cost of each join and leave does not grow with the number of viewers", () => {
  for (const capacity of [null, 4]) {
    const crowd = new Crowded(0, capacity);
    const peers = Array.from({ length: CROWD }, (_, i) => `v${i}`);
    const cost = (each: (peer: string) => { visits: number }) =>
      peers.reduce((sum, peer) => sum + each(peer).visits, 0) / CROWD;
    for (const [what, each] of Object.entries({ watch: crowd.watch, leave: crowd.leave })) {
      const visits = cost(each);
      assert.ok(visits <= A_FEW, `${what}, ${capacity} slots: ${visits} were looked at for each`);
    }
  }
});
