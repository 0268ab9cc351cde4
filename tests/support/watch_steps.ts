/** Drives the viewer's state machine step by step. */
import assert from "node:assert/strict";
import { CLOSE } from "@/signaling/protocol/close_codes.ts";
import type { StreamState, ToViewer } from "@/signaling/protocol/server_messages.ts";
import { isFlowing, watchDeadline } from "@/webrtc/watch/watch_facts.ts";
import { watchStep } from "@/webrtc/watch/watch_machine.ts";
import {
  START,
  type WatchAction,
  type WatchEvent,
  type WatchMachine,
} from "@/webrtc/watch/watch_model.ts";

/** A machine and its clock. */
export class Viewer {
  machine: WatchMachine = START;
  now = 0;

  /** Handles an event. @returns the machine's actions */
  on(event: WatchEvent): readonly WatchAction[] {
    const { machine, actions } = watchStep(this.machine, event, this.now);
    this.machine = machine;
    return actions;
  }

  hears(message: ToViewer): readonly WatchAction[] {
    return this.on({ type: "received", message });
  }

  watching(state: StreamState = "live"): readonly WatchAction[] {
    const details = { title: "推拉", viewers: 1, place: null };
    return this.hears({ type: "watching", peer: "p", ticket: "t", stream: "s", state, details });
  }

  /** Receives its place in the queue; null: it is not queued. */
  place(place: number | null): readonly WatchAction[] {
    return this.hears({ type: "details", title: "推拉", viewers: 1, place });
  }

  refused(code: string, retryAfter?: number): readonly WatchAction[] {
    this.hears({ type: "error", code, message: "No.", retryAfter });
    return this.on({ type: "closed", code: CLOSE.refused.code });
  }

  link(type: "connected" | "disconnected" | "failed" | "unusable", link = this.machine.linkId) {
    return this.on({ type, link });
  }

  media(arrives: boolean): readonly WatchAction[] {
    return this.on({ type: "media", link: this.machine.linkId, arrives });
  }

  /** Lets time pass, with a tick at each deadline. */
  passes(milliseconds: number): readonly WatchAction[] {
    const end = this.now + milliseconds;
    const actions: WatchAction[] = [];
    for (let due = watchDeadline(this.machine); due !== null && due <= end;) {
      this.now = Math.max(this.now, due);
      actions.push(...this.on({ type: "tick" }));
      due = watchDeadline(this.machine);
    }
    this.now = end;
    return actions;
  }
}

export const RESTART: WatchAction = { type: "offer", restart: true };
export const NEW_LINK: readonly WatchAction[] = [{ type: "link" }, {
  type: "offer",
  restart: false,
}];

/** A viewer that has sent `watch` and was admitted. @param state the stream's state; null: not admitted yet */
export function joining(state: StreamState | null = "live", relayOnly = false): Viewer {
  const viewer = new Viewer();
  assert.deepEqual(viewer.on({ type: "start", relayOnly }), [{ type: "link" }, {
    type: "connect",
    delay: 0,
  }]);
  assert.deepEqual(viewer.on({ type: "opened" }), [{ type: "watch" }]);
  if (state !== null) assert.deepEqual(viewer.watching(state), []);
  return viewer;
}

export function playing(): Viewer {
  const viewer = joining();
  const { negotiation } = viewer.machine;
  const answered = viewer.hears({ type: "answer", negotiation, sdp: "v=0" });
  assert.deepEqual(answered, [{ type: "accept", sdp: "v=0" }]);
  viewer.link("connected");
  viewer.media(true);
  assert.ok(isFlowing(viewer.machine));
  return viewer;
}
