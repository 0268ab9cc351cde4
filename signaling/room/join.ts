/** Broadcasters, viewers and SFUs that join a room or resume in it. */
import type { Draft } from "./draft.ts";
import type { Link, PeerId, RoomEvent } from "./model.ts";
import { dropLinks } from "./offers.ts";
import { presentSources } from "./sources.ts";

type EventOf<Type extends RoomEvent["type"]> = Extract<RoomEvent, { readonly type: Type }>;

/** A viewer whose socket has just opened. */
const CONNECTED = { awayUntil: null, countedUntil: null, lastDetails: null } as const;

/** A viewer that this room has not seen before. */
const UNKNOWN = {
  held: null,
  link: null,
  source: null,
  renewRequested: false,
  hasSlot: false,
  sfu: null,
} as const;

export function publish(draft: Draft, { peer, description }: EventOf<"publish">): void {
  const { seat } = draft;
  if (seat.state === "live") { // R1
    draft.effects.push({ type: "dismiss", peer: seat.broadcaster, reason: "replaced" });
  }
  // The new broadcaster has none of the old one's links. Links with SFUs stay.
  const sfus = presentSources(draft).filter(({ isSfu }) => isSfu);
  dropLinks(draft, sfus, ({ source }) => source === null || !draft.viewers.sfus.has(source));
  draft.description = description;
  draft.setSeat({ state: "live", broadcaster: peer });
  const { elapsed, before: { stream } } = draft;
  draft.admit(peer, { type: "publishing", peer, stream, left: [], elapsed });
}

export function resumeBroadcaster(draft: Draft, event: EventOf<"resume">): void {
  const { peer, rebuild, description } = event;
  const { seat } = draft;
  const isTaken = seat.state === "live" || seat.state === "paused";
  const mayRebuild = seat.state === "waiting" && rebuild;
  if (isTaken ? seat.broadcaster !== peer : !mayRebuild) {
    return draft.refuse(peer, "ticket-refused");
  }
  draft.description = description;
  draft.setSeat({ state: "live", broadcaster: peer });
  const left = seat.state === "paused" ? [...seat.left] : [];
  const { elapsed, before: { stream } } = draft;
  draft.admit(peer, { type: "publishing", peer, stream, left, elapsed });
}

export function watch(draft: Draft, { peer, offer }: EventOf<"watch">): void {
  if (isFull(draft)) return draft.refuse(peer, "stream-full");
  const { negotiation, sdp } = offer;
  const held = { restart: false, sdp, candidates: [], since: draft.now };
  const arrival = draft.viewers.nextArrival();
  draft.viewers.put(peer, { ...CONNECTED, ...UNKNOWN, arrival, negotiation, held });
  welcome(draft, peer);
}

export function resumeViewer(draft: Draft, event: EventOf<"resume">): void {
  const { peer, negotiation, linked } = event;
  if (draft.removed.has(peer)) return draft.refuse(peer, "removed"); // R8
  const known = draft.viewers.get(peer);
  if (known !== undefined) {
    draft.viewers.put(peer, { ...known, ...CONNECTED });
  } else if (isFull(draft)) {
    return draft.refuse(peer, "stream-full");
  } else {
    // Its place expired, or was lost when the server restarted; its link may still carry media.
    const link = reportedLink(draft, negotiation, linked);
    const arrival = draft.viewers.nextArrival();
    draft.viewers.put(peer, {
      ...CONNECTED,
      ...UNKNOWN,
      arrival,
      negotiation,
      link,
      hasSlot: link !== null,
    });
  }
  welcome(draft, peer);
  // Send `renew` again: the first may have been lost with the socket.
  if (known?.renewRequested) draft.sendToViewer(peer, { type: "renew" });
}

/** A new SFU starts as a viewer without an offer, and is asked for one. An SFU that resumes keeps its links. */
export function sourceJoined(draft: Draft, event: EventOf<"source-joined">): void {
  const { peer, negotiation, linked } = event;
  const { viewers, limits } = draft;
  const known = viewers.get(peer);
  if (known !== undefined) {
    viewers.put(peer, { ...known, ...CONNECTED, sfu: { left: [] } });
  } else if (viewers.sfus.size >= limits.sfus) {
    return draft.refuse(peer, "stream-full");
  } else {
    const link = reportedLink(draft, negotiation, linked);
    const arrival = viewers.nextArrival();
    const sfu = { left: [] };
    viewers.put(peer, { ...CONNECTED, ...UNKNOWN, arrival, negotiation, link, hasSlot: true, sfu });
  }
  welcome(draft, peer);
  if (known?.renewRequested) draft.sendToViewer(peer, { type: "renew" });
  for (const viewer of known?.sfu?.left ?? []) {
    draft.sendToSource(peer, { type: "left", peer: viewer });
  }
}

/** The link that a peer reports, which this room did not set up itself. */
function reportedLink({ seat }: Draft, negotiation: number, linked: boolean): Link | null {
  if (!linked || seat.state === "ended") return null;
  return { negotiation, answerBy: null, offer: null, size: 0, passed: { viewer: 0, source: 0 } };
}

function isFull({ viewers, limits }: Draft): boolean {
  return viewers.size >= limits.viewers;
}

/** Marks where the peer's welcome goes. The end of the step fills it in, because the details may still change. */
function welcome(draft: Draft, peer: PeerId): void {
  draft.newcomer = { peer, at: draft.effects.length };
}
