/** What a broadcast session depends on: clock, network, links, devices and page. Tests replace them. */
import { BROWSER_NETWORK } from "@/signaling/client/browser_network.ts";
import type { Network } from "@/signaling/client/signaling_client.ts";
import { type Clock, SYSTEM_CLOCK } from "@/common/clock.ts";
import { canMakeLinks } from "../link/ability.ts";
import { onSignsOfReturn } from "@/common/return_signs.ts";
import { adoptKeyFromAddress } from "../storage/key_store.ts";
import { BroadcasterLink, type LinkEvents } from "../link/link.ts";
import { areGranted } from "../sources/permissions.ts";
import { Sources } from "../sources/sources.ts";
import type { BroadcastProblem, Device } from "../states.ts";

/** The broadcaster's end of a link, as a session uses it. */
export type BroadcasterEnd = Pick<
  BroadcasterLink,
  "answer" | "addCandidates" | "send" | "encode" | "configure" | "statistics" | "close"
>;

/** @throws if WebRTC does not work in this browser */
export type NewBroadcasterLink = (
  events: LinkEvents,
  configuration: RTCConfiguration,
) => BroadcasterEnd;

export interface BroadcastWorld {
  readonly clock: Clock;
  readonly network: Network;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly newLink: NewBroadcasterLink;
  readonly newSources: (deviceChanged: Sources["deviceChanged"]) => Sources;
  readonly page: StudioPage;
}

export interface StudioPage {
  /** Why this page or browser cannot broadcast at all; null: it can. */
  findProblem(): Promise<BroadcastProblem | null>;
  /** Whether the browser grants these devices without asking the person. */
  areGranted(devices: readonly Device[]): Promise<boolean>;
  /** Stores the stream key in the page's address, if there is one. */
  adoptKey(stream: string): void;
  /** Calls back when network or page may be back. Returns a function that stops this. */
  onSignsOfReturn(look: () => void): () => void;
}

export const BROWSER: BroadcastWorld = {
  clock: SYSTEM_CLOCK,
  network: BROWSER_NETWORK,
  random: Math.random,
  newLink: (events, configuration) => new BroadcasterLink(events, configuration),
  newSources: (deviceChanged) => new Sources(deviceChanged),
  page: {
    async findProblem() {
      if (!isSecureContext) return "insecure-page";
      return await canMakeLinks() ? null : "no-webrtc";
    },
    areGranted,
    adoptKey: adoptKeyFromAddress,
    onSignsOfReturn,
  },
};
