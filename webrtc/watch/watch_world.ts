/** What a watch session touches: time, the network, links, and the page that it is in. Tests have their own. */
import { BROWSER_NETWORK } from "@/signaling/client/browser_network.ts";
import type { Network } from "@/signaling/client/signaling_client.ts";
import { type Clock, SYSTEM_CLOCK } from "@/common/clock.ts";
import { onSignsOfReturn } from "@/common/return_signs.ts";
import { supportsWebRtc, ViewerLink, type ViewerLinkEvents } from "../link/link.ts";
import { type EarlyConnection, type Handover, take } from "./early_join.ts";

/** The viewer's end of a link, as a session uses it. */
export type ViewerEnd = Pick<ViewerLink, keyof ViewerLink>;

export interface WatchWorld {
  readonly clock: Clock;
  readonly network: Network;
  /** From 0 to 1. */
  readonly random: () => number;
  /**
   * @param ahead a connection that was made before, with this configuration
   * @throws where this browser makes none
   */
  readonly newLink: (
    events: ViewerLinkEvents,
    configuration: RTCConfiguration,
    early?: EarlyConnection | null,
  ) => ViewerEnd;
  readonly page: WatchPage;
}

export interface WatchPage {
  /** Whether this browser has WebRTC at all. */
  supportsWebRtc(): boolean;
  /** Whether what it has works, found out without the network. */
  canMakeLinks(): Promise<boolean>;
  /** Takes over what was begun before there was a session. */
  takeEarlyJoin(): Handover;
  /** Calls back when network or page may be back. Returns what ends it. */
  onSignsOfReturn(look: () => void): () => void;
  /** @param left the page goes away @param returned it comes back from the browser's cache of whole pages */
  onLeaving(left: () => void, returned: () => void): () => void;
  /** Runs this once the page has loaded; at once, if it has. */
  afterLoad(run: () => void): void;
}

export const BROWSER: WatchWorld = {
  clock: SYSTEM_CLOCK,
  network: BROWSER_NETWORK,
  random: Math.random,
  newLink: (events, configuration, early) => new ViewerLink(events, configuration, early),
  page: {
    supportsWebRtc,
    canMakeLinks: () => import("../link/ability.ts").then(({ canMakeLinks }) => canMakeLinks()),
    takeEarlyJoin: () => take(),
    onSignsOfReturn,
    onLeaving(left, returned) {
      const stop = new AbortController();
      const { signal } = stop;
      addEventListener("pagehide", left, { signal });
      addEventListener("pageshow", ({ persisted }) => persisted && returned(), { signal });
      return () => stop.abort();
    },
    afterLoad(run) {
      if (document.readyState === "complete") run();
      else addEventListener("load", run, { once: true });
    },
  },
};
