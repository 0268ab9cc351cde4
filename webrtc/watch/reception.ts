/** Polls what a link receives: only received media proves that the link works. */
import { type ReadonlySignal, signal } from "@preact/signals";
import type { Clock } from "@/common/clock.ts";
import {
  type Bytes,
  hasArrived,
  type Kind,
  missingKind,
  NO_MEDIA_YET,
  observeFlow,
} from "../stats/media_flow.ts";

/** In milliseconds. */
const POLL_INTERVAL = 250;

interface ReceivingLink {
  received(): Promise<Bytes>;
}

export interface Reception {
  /** The kind of media that does not arrive while the other does. */
  readonly missing: ReadonlySignal<Kind | null>;
  /** Polls this link from now on; null: none. */
  watch(link: ReceivingLink | null): void;
}

/** @param polled receives whether any media has arrived since the previous poll */
export function createReception(clock: Clock, polled: (arrives: boolean) => void): Reception {
  const missing = signal<Kind | null>(null);
  let current: ReceivingLink | null = null;
  let flow = NO_MEDIA_YET;
  let cancelPoll = () => {};

  const poll = async (link: ReceivingLink) => {
    const bytes = await link.received().catch(() => null);
    if (link !== current) return; // replaced meanwhile
    cancelPoll = clock.after(POLL_INTERVAL, () => void poll(link));
    if (bytes === null) return;
    const now = clock.now();
    flow = observeFlow(flow, bytes, now);
    missing.value = missingKind(flow, now);
    polled(hasArrived(flow, now));
  };
  return {
    missing,
    watch(link) {
      cancelPoll();
      current = link;
      flow = NO_MEDIA_YET;
      if (link !== null) void poll(link);
    },
  };
}
