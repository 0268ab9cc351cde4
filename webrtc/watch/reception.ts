/** Looks what a link brings, again and again: only what arrives is proof of a link that works. */
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

/** How often to look, in milliseconds. */
const LOOK_EVERY = 250;

/** How much has arrived over a link. */
interface Receiving {
  received(): Promise<Bytes>;
}

export interface Reception {
  /** The kind of media that has stopped, or has never come, while the other goes on. */
  readonly missing: ReadonlySignal<Kind | null>;
  /** Looks at this link from now on; null: at none. */
  watch(link: Receiving | null): void;
}

/** @param looked is told whether anything has come since the look before */
export function createReception(clock: Clock, looked: (arrives: boolean) => void): Reception {
  const missing = signal<Kind | null>(null);
  let current: Receiving | null = null;
  let flow = NO_MEDIA_YET;
  let cancelLook = () => {};

  const lookAt = async (link: Receiving) => {
    const bytes = await link.received().catch(() => null);
    if (link !== current) return; // another meanwhile
    cancelLook = clock.after(LOOK_EVERY, () => void lookAt(link));
    if (bytes === null) return;
    const now = clock.now();
    flow = observeFlow(flow, bytes, now);
    missing.value = missingKind(flow, now);
    looked(hasArrived(flow, now));
  };
  return {
    missing,
    watch(link) {
      cancelLook();
      current = link;
      flow = NO_MEDIA_YET;
      if (link !== null) void lookAt(link);
    },
  };
}
