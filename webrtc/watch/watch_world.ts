/** What a watch session depends on: clock, network, links and page. Tests replace them. */
import { BROWSER_NETWORK } from "@/signaling/client/browser_network.ts";
import type { Network } from "@/signaling/client/signaling_client.ts";
import { type Clock, SYSTEM_CLOCK } from "@/common/clock.ts";
import { onSignsOfReturn } from "@/common/return_signs.ts";
import { supportsWebRtc, ViewerLink, type ViewerLinkEvents } from "../link/link.ts";
import { type EarlyConnection, type Handover, takeEarlyJoin } from "./early_join.ts";

/** The viewer's end of a link, as a session uses it. */
export type ViewerEnd = Pick<ViewerLink, keyof ViewerLink>;

export interface WatchWorld {
  readonly clock: Clock;
  readonly network: Network;
  /** From 0 to 1. */
  readonly random: () => number;
  /**
   * @param early a connection that exists already, with this configuration
   * @throws if WebRTC does not work in this browser
   */
  readonly newLink: (
    events: ViewerLinkEvents,
    configuration: RTCConfiguration,
    early?: EarlyConnection | null,
  ) => ViewerEnd;
  readonly page: WatchPage;
}

export interface WatchPage {
  /** Whether this browser has the WebRTC API. */
  supportsWebRtc(): boolean;
  /** Whether WebRTC works. Tests it without the network. */
  canMakeLinks(): Promise<boolean>;
  /** Takes over the socket and connection of an early join. */
  takeEarlyJoin(): Handover;
  /** Calls back when network or page may be back. Returns a function that stops this. */
  onSignsOfReturn(look: () => void): () => void;
  /** @param left the page goes away @param returned it comes back from the back/forward cache */
  onLeaving(left: () => void, returned: () => void): () => void;
  /** Runs the function after the page's load event; now if that has passed. */
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
    takeEarlyJoin: () => takeEarlyJoin(),
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
