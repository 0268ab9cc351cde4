/**
 * One stream's room: who broadcasts, who watches, what is under way between them. Pure: an event and the time go in, the
 * next room and the effects come out. No sockets, timers, clock or randomness.
 *
 * What holds after every step, cited below where it is kept:
 *  R1  At most one broadcaster has the seat; a newer one replaces it.
 *  R2  A message goes only between the broadcaster and a viewer of this room; `from` is the peer that sent it.
 *  R3  Only a peer that is present (its socket is open) is sent anything.
 *  R4  The broadcaster has at most `offersInFlight` unanswered offers, at most one of each viewer.
 *  R5  Nothing is passed on for a negotiation other than the one that the link is at.
 *  R6  Every wait ends: offers, absent peers and an empty seat have deadlines.
 */
import {
  type BroadcasterMessage,
  type Candidate,
  type ErrorCode,
  LIMITS,
  type ViewerMessage,
} from "./protocol.ts";
import { Draft } from "./room_draft.ts";
import {
  type HeldOffer,
  type Link,
  type PeerId,
  type Role,
  type Room,
  ROOM_LIMITS,
  type RoomEvent,
  type Step,
  type Viewer,
  viewerCount,
} from "./room_model.ts";

/** A viewer whose socket is open. */
const HERE = { awayUntil: null, countedUntil: null } as const;

/** Half of what a broadcaster's socket may have queued: `offersInFlight` of the largest would be too many. */
const OFFER_BYTES_IN_FLIGHT = LIMITS.queueBytes / 2;

/** The next room, and what is to be done. */
export function step(room: Room, event: RoomEvent, now: number, limits = ROOM_LIMITS): Step {
  const draft = new Draft(room, now, limits);
  // Who is away is told nothing any more, not even what is overdue (R3).
  if (event.type === "away") away(draft, event.peer, event.since ?? now);
  expire(draft);
  if (event.type !== "away") apply(draft, event);
  settle(draft);
  return draft.done();
}

function apply(draft: Draft, event: Exclude<RoomEvent, { type: "away" }>): void {
  switch (event.type) {
    case "publish":
      return publish(draft, event.peer, event.ticket, event.key);
    case "watch":
      return watch(draft, event.peer, event.ticket, event.offer);
    case "resume":
      return event.role === "viewer"
        ? resumeViewer(draft, event.peer, event.ticket, event.negotiation, event.linked)
        : resumeBroadcaster(draft, event.peer, event.ticket, event.rebuild);
    case "viewer":
      return fromViewer(draft, event.peer, event.message);
    case "broadcaster":
      return fromBroadcaster(draft, event.peer, event.message);
    case "tick":
      return;
    default:
      return event satisfies never;
  }
}

// --- coming ---------------------------------------------------------------------------------------------------------

function publish(draft: Draft, peer: PeerId, ticket: string, key: string | null): void {
  const { seat } = draft;
  if (seat.state === "live") { // R1
    draft.effects.push({ type: "dismiss", peer: seat.broadcaster, reason: "replaced" });
  }
  // The newcomer has none of the old one's links.
  for (const [id, viewer] of draft.viewers) {
    draft.put(id, { ...viewer, link: null, asked: false });
  }
  draft.turn({ state: "live", broadcaster: peer });
  draft.since = draft.now;
  draft.tellBroadcaster({
    type: "publishing",
    peer,
    ticket,
    stream: draft.before.stream,
    key,
    left: [],
  });
  draft.tellBroadcaster({ type: "viewers", count: viewerCount(draft.viewers) });
}

function watch(
  draft: Draft,
  peer: PeerId,
  ticket: string,
  offer: { readonly negotiation: number; readonly sdp: string },
): void {
  if (draft.viewers.size >= draft.limits.viewers) {
    draft.effects.push({ type: "refuse", peer, code: "stream-full" });
    return;
  }
  const held = { restart: false, sdp: offer.sdp, candidates: [], since: draft.now };
  const { negotiation } = offer;
  draft.put(peer, { ...HERE, negotiation, held, link: null, asked: false });
  welcomeViewer(draft, peer, ticket);
}

function resumeViewer(
  draft: Draft,
  peer: PeerId,
  ticket: string,
  negotiation: number,
  linked: boolean,
): void {
  const known = draft.viewers.get(peer);
  if (known !== undefined) {
    draft.put(peer, { ...known, ...HERE });
  } else if (draft.viewers.size >= draft.limits.viewers) {
    draft.effects.push({ type: "refuse", peer, code: "stream-full" });
    return;
  } else {
    // Its place was given up, or lost with a server before this one; the link that it has may still carry media.
    const link = linked && draft.seat.state !== "ended"
      ? { negotiation, answerBy: null, passed: { viewer: 0, broadcaster: 0 }, size: 0 }
      : null;
    draft.put(peer, { ...HERE, negotiation, held: null, link, asked: false });
  }
  welcomeViewer(draft, peer, ticket);
  // Again: the first `renew` may have been lost with the socket.
  if (known?.asked) draft.tellViewer(peer, { type: "renew" });
}

function welcomeViewer(draft: Draft, peer: PeerId, ticket: string): void {
  const { stream } = draft.before;
  draft.tellViewer(peer, { type: "watching", peer, ticket, stream, state: draft.seat.state });
}

function resumeBroadcaster(draft: Draft, peer: PeerId, ticket: string, rebuild: boolean): void {
  const { seat } = draft;
  const seated = seat.state === "live" || seat.state === "paused";
  const lost = seat.state === "waiting" && rebuild;
  if (seated ? seat.broadcaster !== peer : !lost) {
    draft.effects.push({ type: "refuse", peer, code: "ticket-refused" });
    return;
  }
  draft.turn({ state: "live", broadcaster: peer });
  draft.tellBroadcaster({
    type: "publishing",
    peer,
    ticket,
    stream: draft.before.stream,
    key: null,
    left: seat.state === "paused" ? [...seat.left] : [],
  });
  draft.tellBroadcaster({ type: "viewers", count: viewerCount(draft.viewers) });
}

// --- talking --------------------------------------------------------------------------------------------------------

function fromViewer(draft: Draft, peer: PeerId, message: ViewerMessage): void {
  const viewer = draft.viewers.get(peer);
  if (viewer === undefined) return reject(draft, peer, "no-such-link");
  switch (message.type) {
    case "offer": {
      const { negotiation, restart, sdp } = message;
      if (negotiation <= viewer.negotiation) {
        return reject(draft, peer, "no-such-link");
      }
      const held = { restart, sdp, candidates: [], since: draft.now };
      return draft.put(peer, { ...viewer, negotiation, held, asked: false });
    }
    case "candidates":
      return viewerCandidates(draft, peer, viewer, message.negotiation, message.candidates);
    case "leave":
      draft.effects.push({ type: "dismiss", peer, reason: "normal" });
      return leave(draft, peer);
    default:
      return message satisfies never;
  }
}

function viewerCandidates(
  draft: Draft,
  peer: PeerId,
  viewer: Viewer,
  negotiation: number,
  candidates: readonly Candidate[],
): void {
  const { held, link } = viewer;
  if (held !== null && negotiation === viewer.negotiation) {
    const all = [...held.candidates, ...candidates];
    if (all.length > LIMITS.candidatesPerDescription) {
      return reject(draft, peer, "too-many-candidates");
    }
    return draft.put(peer, { ...viewer, held: { ...held, candidates: all } });
  }
  if (link === null || link.negotiation !== negotiation) {
    return reject(draft, peer, "no-such-link"); // R5
  }
  if (!count(draft, peer, viewer, link, "viewer", candidates.length)) {
    return reject(draft, peer, "too-many-candidates");
  }
  draft.tellBroadcaster({
    type: "candidates",
    from: peer,
    negotiation,
    candidates: [...candidates],
  }); // R2
}

function fromBroadcaster(draft: Draft, peer: PeerId, message: BroadcasterMessage): void {
  if (draft.broadcaster !== peer) return reject(draft, peer, "no-such-link");
  if (message.type === "stop") {
    draft.effects.push({ type: "dismiss", peer, reason: "normal" });
    return end(draft);
  }
  const { to, negotiation } = message;
  const viewer = draft.viewers.get(to);
  if (viewer?.link?.negotiation !== negotiation) {
    return reject(draft, peer, "no-such-link"); // R2, R5
  }
  const { link } = viewer;
  switch (message.type) {
    case "answer": {
      if (link.answerBy === null) return reject(draft, peer, "no-such-link");
      // An answer that its viewer cannot get is as good as none: the link is made anew when it is back.
      const present = viewer.awayUntil === null;
      draft.put(to, { ...viewer, link: present ? { ...link, answerBy: null } : null });
      // A newer offer is held: its viewer would only drop this answer.
      if (viewer.held === null) {
        draft.tellViewer(to, { type: "answer", negotiation, sdp: message.sdp });
      }
      return;
    }
    case "decline":
      draft.put(to, { ...viewer, link: null, asked: viewer.held === null }); // its viewer decides whether to offer again
      return draft.tellViewer(to, { type: "declined", negotiation });
    case "candidates":
      if (!count(draft, to, viewer, link, "broadcaster", message.candidates.length)) {
        return reject(draft, peer, "too-many-candidates");
      }
      return draft.tellViewer(to, {
        type: "candidates",
        negotiation,
        candidates: message.candidates,
      });
    default:
      return message satisfies never;
  }
}

/** Counts candidates of one side towards the bound of their description; false if they are over it. */
function count(
  draft: Draft,
  peer: PeerId,
  viewer: Viewer,
  link: Link,
  side: Role,
  added: number,
): boolean {
  const sum = link.passed[side] + added;
  if (sum > LIMITS.candidatesPerDescription) return false;
  draft.put(peer, { ...viewer, link: { ...link, passed: { ...link.passed, [side]: sum } } });
  return true;
}

function reject(draft: Draft, peer: PeerId, code: ErrorCode): void {
  draft.effects.push({ type: "reject", peer, code });
}

// --- going ----------------------------------------------------------------------------------------------------------

function leave(draft: Draft, peer: PeerId): void {
  const { seat, limits, viewers } = draft;
  const linked = viewers.get(peer)?.link != null;
  draft.remove(peer);
  draft.tellBroadcaster({ type: "left", peer });
  if (linked && seat.state === "paused") {
    draft.turn({ ...seat, left: [...seat.left, peer].slice(-limits.viewers) });
  }
}

function end(draft: Draft): void {
  const { seat } = draft;
  if (seat.state !== "live" && seat.state !== "paused") return;
  for (const [id, viewer] of draft.viewers) {
    draft.put(id, { ...viewer, link: null, asked: false });
  }
  draft.turn({ state: "ended" });
  draft.effects.push({ type: "vacate" });
}

function away(draft: Draft, peer: PeerId, since: number): void {
  const viewer = draft.viewers.get(peer);
  if (viewer !== undefined) {
    const { viewerWindow, countedFor } = draft.limits;
    draft.put(peer, {
      ...viewer,
      awayUntil: since + viewerWindow,
      countedUntil: since + countedFor,
    });
  } else if (draft.broadcaster === peer) {
    // Answers that were under way are lost with the socket; links that were answered are not.
    for (const [id, viewer] of draft.viewers) {
      if (viewer.link?.answerBy != null) {
        draft.put(id, { ...viewer, link: null });
      }
    }
    const until = draft.now + draft.limits.broadcasterWindow;
    draft.turn({ state: "paused", broadcaster: peer, until, left: [] });
  }
}

/** Ends the waits whose time has come (R6). */
function expire(draft: Draft): void {
  const { now } = draft;
  for (const [peer, viewer] of draft.viewers) {
    const { awayUntil, countedUntil, link } = viewer;
    if (awayUntil !== null && awayUntil <= now) {
      draft.remove(peer); // without a word: its link may still carry media
      continue;
    }
    const uncounted = countedUntil !== null && countedUntil <= now;
    const unanswered = link?.answerBy != null && link.answerBy <= now;
    if (!uncounted && !unanswered) continue;
    draft.put(peer, {
      ...viewer,
      countedUntil: uncounted ? null : countedUntil,
      link: unanswered ? null : link,
    });
  }
  if (draft.seat.state === "paused" && draft.seat.until <= now) end(draft);
}

// --- what follows ---------------------------------------------------------------------------------------------------

/** After every event: hands waiting offers over, asks for those that are missing, tells the count. */
function settle(draft: Draft): void {
  if (draft.broadcaster === null) return;
  if (draft.viewers === draft.before.viewers && draft.seat === draft.before.seat) return;
  let inFlight = 0;
  let bytes = 0;
  for (const { link } of draft.viewers.values()) {
    if (link?.answerBy == null) continue;
    inFlight++;
    bytes += link.size;
  }
  for (const [peer, viewer] of draft.viewers) {
    if (viewer.awayUntil !== null) continue; // it could not be given the answer
    const unanswered = viewer.link?.answerBy != null;
    if (viewer.held === null) {
      if (viewer.link === null && !viewer.asked) renew(draft, peer, viewer);
    } else if (unanswered) {
      continue; // R4: one of each viewer
    } else if (draft.now - viewer.held.since > draft.limits.offerFresh) {
      renew(draft, peer, viewer);
    } else if (inFlight < draft.limits.offersInFlight) { // R4
      const size = JSON.stringify(viewer.held).length;
      if (inFlight > 0 && bytes + size > OFFER_BYTES_IN_FLIGHT) continue;
      handOver(draft, peer, viewer, viewer.held, size);
      inFlight++;
      bytes += size;
    }
  }
  const count = viewerCount(draft.viewers);
  if (count !== viewerCount(draft.before.viewers) && draft.seat === draft.before.seat) {
    draft.tellBroadcaster({ type: "viewers", count });
  }
}

function renew(draft: Draft, peer: PeerId, viewer: Viewer): void {
  draft.put(peer, { ...viewer, held: null, asked: true });
  draft.tellViewer(peer, { type: "renew" });
}

function handOver(draft: Draft, peer: PeerId, viewer: Viewer, held: HeldOffer, size: number): void {
  const { negotiation } = viewer;
  const { restart, sdp, candidates } = held;
  const passed = { viewer: candidates.length, broadcaster: 0 };
  const link = { negotiation, answerBy: draft.now + draft.limits.answerTimeout, passed, size };
  draft.put(peer, { ...viewer, held: null, link });
  draft.tellBroadcaster({
    type: "offer",
    from: peer,
    negotiation,
    restart,
    sdp,
    candidates: [...candidates],
  }); // R2
}
