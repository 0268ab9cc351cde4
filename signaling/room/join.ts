/** Who comes to a room, and who comes back. */
import type { Draft } from "./draft.ts";
import type { Link, PeerId, RoomEvent } from "./model.ts";
import { dropLinks } from "./offers.ts";
import { sourcesHere } from "./sources.ts";

type Coming<Type extends RoomEvent["type"]> = Extract<RoomEvent, { readonly type: Type }>;

/** A viewer whose socket is open, and that was told nothing on it yet. */
const HERE = { awayUntil: null, countedUntil: null, lastDetails: null } as const;

/** A viewer of whom nothing is known yet. */
const NEW = {
  held: null,
  link: null,
  source: null,
  renewRequested: false,
  hasSlot: false,
  sfu: null,
} as const;

export function publish(draft: Draft, { peer, description }: Coming<"publish">): void {
  const { seat } = draft;
  if (seat.state === "live") { // R1
    draft.effects.push({ type: "dismiss", peer: seat.broadcaster, reason: "replaced" });
  }
  // The newcomer has none of the old one's links. Those of SFUs go on.
  const sfus = sourcesHere(draft).filter(({ isSfu }) => isSfu);
  dropLinks(draft, sfus, ({ source }) => source === null || !draft.viewers.sfus.has(source));
  draft.description = description;
  draft.setSeat({ state: "live", broadcaster: peer });
  const { elapsed, before: { stream } } = draft;
  draft.admit(peer, { type: "publishing", peer, stream, left: [], elapsed });
}

export function resumeBroadcaster(draft: Draft, event: Coming<"resume">): void {
  const { peer, rebuild, description } = event;
  const { seat } = draft;
  const isTaken = seat.state === "live" || seat.state === "paused";
  const lost = seat.state === "waiting" && rebuild;
  if (isTaken ? seat.broadcaster !== peer : !lost) return draft.refuse(peer, "ticket-refused");
  draft.description = description;
  draft.setSeat({ state: "live", broadcaster: peer });
  const left = seat.state === "paused" ? [...seat.left] : [];
  const { elapsed, before: { stream } } = draft;
  draft.admit(peer, { type: "publishing", peer, stream, left, elapsed });
}

export function watch(draft: Draft, { peer, offer }: Coming<"watch">): void {
  if (isFull(draft)) return draft.refuse(peer, "stream-full");
  const { negotiation, sdp } = offer;
  const held = { restart: false, sdp, candidates: [], since: draft.now };
  const arrival = draft.viewers.nextArrival();
  draft.viewers.put(peer, { ...HERE, ...NEW, arrival, negotiation, held });
  welcome(draft, peer);
}

export function resumeViewer(draft: Draft, event: Coming<"resume">): void {
  const { peer, negotiation, linked } = event;
  if (draft.removed.has(peer)) return draft.refuse(peer, "removed"); // R8
  const known = draft.viewers.get(peer);
  if (known !== undefined) {
    draft.viewers.put(peer, { ...known, ...HERE });
  } else if (isFull(draft)) {
    return draft.refuse(peer, "stream-full");
  } else {
    // Its place was given up, or lost with a server before this one; the link that it has may still carry media.
    const link = broughtLink(draft, negotiation, linked);
    const arrival = draft.viewers.nextArrival();
    draft.viewers.put(peer, {
      ...HERE,
      ...NEW,
      arrival,
      negotiation,
      link,
      hasSlot: link !== null,
    });
  }
  welcome(draft, peer);
  // Again: the first `renew` may have been lost with the socket.
  if (known?.renewRequested) draft.tellViewer(peer, { type: "renew" });
}

/** An SFU begins as a viewer without an offer, and is asked for one. One that is back has kept its links. */
export function sourceJoined(draft: Draft, event: Coming<"source-joined">): void {
  const { peer, negotiation, linked } = event;
  const { viewers, limits } = draft;
  const known = viewers.get(peer);
  if (known !== undefined) {
    viewers.put(peer, { ...known, ...HERE, sfu: { left: [] } });
  } else if (viewers.sfus.size >= limits.sfus) {
    return draft.refuse(peer, "stream-full");
  } else {
    const link = broughtLink(draft, negotiation, linked);
    const arrival = viewers.nextArrival();
    const sfu = { left: [] };
    viewers.put(peer, { ...HERE, ...NEW, arrival, negotiation, link, hasSlot: true, sfu });
  }
  welcome(draft, peer);
  if (known?.renewRequested) draft.tellViewer(peer, { type: "renew" });
  for (const viewer of known?.sfu?.left ?? []) {
    draft.tellSource(peer, { type: "left", peer: viewer });
  }
}

/** The link that a peer says it has, which this room has not seen come about. */
function broughtLink({ seat }: Draft, negotiation: number, linked: boolean): Link | null {
  if (!linked || seat.state === "ended") return null;
  return { negotiation, answerBy: null, offer: null, size: 0, passed: { viewer: 0, source: 0 } };
}

function isFull({ viewers, limits }: Draft): boolean {
  return viewers.size >= limits.viewers;
}

/** It is told once the step is through: what it is told of the stream then is not news a moment later. */
function welcome(draft: Draft, peer: PeerId): void {
  draft.comer = { peer, at: draft.effects.length };
}
