/** What a broadcast session touches: time, the network, links, devices, and the page that it is in. Tests have their own. */
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

/** @throws where this browser makes none */
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
  readonly newSources: (told: Sources["told"]) => Sources;
  readonly page: StudioPage;
}

export interface StudioPage {
  /** Why nothing can be broadcast from it, whatever the person does; null: it can. */
  findUnfitness(): Promise<BroadcastProblem | null>;
  /** Whether the browser gives these devices without asking. */
  areGranted(devices: readonly Device[]): Promise<boolean>;
  /** Keeps the key that came with the page's address. */
  adoptKey(stream: string): void;
  /** Calls back when network or page may be back. Returns what ends it. */
  onSignsOfReturn(look: () => void): () => void;
}

export const BROWSER: BroadcastWorld = {
  clock: SYSTEM_CLOCK,
  network: BROWSER_NETWORK,
  random: Math.random,
  newLink: (events, configuration) => new BroadcasterLink(events, configuration),
  newSources: (told) => new Sources(told),
  page: {
    async findUnfitness() {
      if (!isSecureContext) return "insecure-page";
      return await canMakeLinks() ? null : "no-webrtc";
    },
    areGranted,
    adoptKey: adoptKeyFromAddress,
    onSignsOfReturn,
  },
};
