/** Messages from admitted viewers and sources. */
import type { BroadcasterMessage, ViewerMessage } from "../protocol/client_messages.ts";
import type { Candidate } from "../protocol/fields.ts";
import { LIMITS } from "../protocol/limits.ts";
import type { Draft } from "./draft.ts";
import { end, leave, remove } from "./leave.ts";
import type { Link, PeerId, SourceMessage, Viewer } from "./model.ts";

export function fromViewer(draft: Draft, peer: PeerId, message: ViewerMessage): void {
  const viewer = draft.viewers.get(peer);
  if (viewer === undefined) return draft.reject(peer, "no-such-link");
  switch (message.type) {
    case "offer": {
      const { negotiation, restart, sdp } = message;
      if (negotiation <= viewer.negotiation) {
        return draft.reject(peer, "no-such-link");
      }
      const held = { restart, sdp, candidates: [], since: draft.now };
      return draft.viewers.put(peer, { ...viewer, negotiation, held, renewRequested: false });
    }
    case "candidates":
      return viewerCandidates(draft, peer, viewer, message.negotiation, message.candidates);
    case "leave":
      draft.effects.push({ type: "dismiss", peer, reason: "normal" });
      return leave(draft, peer, viewer);
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
      return draft.reject(peer, "too-many-candidates");
    }
    return draft.viewers.put(peer, { ...viewer, held: { ...held, candidates: all } });
  }
  if (link === null || link.negotiation !== negotiation) {
    return draft.reject(peer, "no-such-link"); // R5
  }
  // If another source is handed this offer later, it gets these candidates as well.
  const offer = link.offer &&
    { ...link.offer, candidates: [...link.offer.candidates, ...candidates] };
  if (!countCandidates(draft, peer, viewer, { ...link, offer }, "viewer", candidates.length)) {
    return draft.reject(peer, "too-many-candidates");
  }
  const message = { type: "candidates", from: peer, negotiation } as const;
  draft.sendToSource(viewer.source, { ...message, candidates: [...candidates] }); // R2
}

export function fromBroadcaster(draft: Draft, peer: PeerId, message: BroadcasterMessage): void {
  if (draft.broadcaster !== peer) return draft.reject(peer, "no-such-link");
  switch (message.type) {
    case "stop":
      draft.effects.push({ type: "dismiss", peer, reason: "normal" });
      return end(draft);
    case "describe": {
      const { type: _, ...description } = message;
      draft.description = description;
      return;
    }
    case "remove":
      if (!remove(draft, message.peer)) draft.reject(peer, "no-such-link");
      return;
    default:
      return toViewer(draft, peer, message);
  }
}

export function fromSfu(draft: Draft, peer: PeerId, message: SourceMessage): void {
  const sfu = draft.viewers.get(peer);
  if (!sfu?.sfu || sfu.awayUntil !== null) return draft.reject(peer, "no-such-link");
  toViewer(draft, peer, message);
}

function toViewer(draft: Draft, peer: PeerId, message: SourceMessage): void {
  const { to, negotiation } = message;
  const viewer = draft.viewers.get(to);
  if (viewer?.link?.negotiation !== negotiation) return draft.reject(peer, "no-such-link"); // R5
  if ((viewer.source ?? draft.broadcaster) !== peer) return draft.reject(peer, "no-such-link"); // R2
  const { link } = viewer;
  switch (message.type) {
    case "answer": {
      if (link.answerBy === null) return draft.reject(peer, "no-such-link");
      // An absent viewer cannot receive the answer: drop the link, and ask for a new one when it resumes.
      const present = viewer.awayUntil === null;
      const answered = present ? { ...link, answerBy: null, offer: null } : null;
      draft.viewers.put(to, { ...viewer, link: answered });
      // While a newer offer is held, the viewer would ignore this answer.
      if (viewer.held === null) {
        draft.sendToViewer(to, { type: "answer", negotiation, sdp: message.sdp });
      }
      return;
    }
    case "decline":
      // No `renew`: the viewer decides whether to offer again.
      draft.viewers.put(to, { ...viewer, link: null, renewRequested: viewer.held === null });
      return draft.sendToViewer(to, { type: "declined", negotiation });
    case "candidates":
      if (!countCandidates(draft, to, viewer, link, "source", message.candidates.length)) {
        return draft.reject(peer, "too-many-candidates");
      }
      return draft.sendToViewer(to, {
        type: "candidates",
        negotiation,
        candidates: message.candidates,
      });
    default:
      return message satisfies never;
  }
}

/** Counts candidates of one side towards the limit per description. Returns false if they exceed it. */
function countCandidates(
  draft: Draft,
  peer: PeerId,
  viewer: Viewer,
  link: Link,
  side: keyof Link["passed"],
  added: number,
): boolean {
  const sum = link.passed[side] + added;
  if (sum > LIMITS.candidatesPerDescription) return false;
  draft.viewers.put(peer, {
    ...viewer,
    link: { ...link, passed: { ...link.passed, [side]: sum } },
  });
  return true;
}
