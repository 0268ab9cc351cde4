/** The state, events and actions of the broadcaster's machine. Plain data. */
import type { Outage } from "@/signaling/protocol/outage.ts";
import { type Description, NO_DESCRIPTION } from "@/signaling/protocol/description.ts";
import type { ToBroadcaster } from "@/signaling/protocol/server_messages.ts";
import type { BroadcastProblem, BroadcastState, Device, Faults, Source } from "../states.ts";

export interface BroadcastMachine {
  readonly state: BroadcastState;
  /** With it this page can resume its seat. */
  readonly ticket: string | null;
  /** The error code of the server's last refusal. */
  readonly refusal: string | null;
  /** How long that refusal asks us to wait, in milliseconds. */
  readonly retryAfter: number | null;
  /** How many times in a row the server has closed the socket for bad input, and when it did so last. */
  readonly badInput: { readonly times: number; readonly at: number };
  /** When contact with the server was lost; null while connected. */
  readonly lostAt: number | null;
  /** The description of the stream. Every hello contains it. It outlives the broadcast. */
  readonly description: Description;
  /** How many links in a row have failed since one last worked. */
  readonly failures: number;
  /** The number of viewers, and of those in the queue. */
  readonly viewers: number;
  readonly waiting: number;
  /** The highest number of simultaneous viewers in this broadcast. */
  readonly most: number;
  /** Viewers to remove whose departure the server has not confirmed. */
  readonly removing: readonly string[];
  /** Whether to go live with the available devices without asking, because viewers wait and the person may be away. */
  readonly acceptsMissing: boolean;
  /** The wanted devices that it goes live without. */
  readonly missing: readonly Device[];
}

export type BroadcastEvent =
  /** Until just now another page of this browser was live with this stream. That page is gone. */
  | { readonly type: "remembered" }
  /** `leave`: the page goes away and keeps the seat. */
  | { readonly type: "stop" | "leave" | "opened" | "tick" }
  | { readonly type: "lost"; readonly outage?: Outage }
  /** `afresh`: release the captured sources first, and capture again. */
  | { readonly type: "start"; readonly acceptsMissing?: boolean; readonly afresh?: boolean }
  /** `sources`: all that are captured now. */
  | { readonly type: "captured"; readonly faults: Faults; readonly sources: readonly Source[] }
  /** The person has started or closed a preview. */
  | { readonly type: "preview"; readonly on: boolean }
  | { readonly type: "not-captured"; readonly problem: BroadcastProblem }
  /** This page or browser cannot broadcast at all. */
  | { readonly type: "unfit"; readonly problem: BroadcastProblem }
  /** A viewer's link has connected, or failed while no other is connected. */
  | { readonly type: "link"; readonly works: boolean }
  | { readonly type: "device"; readonly device: Device; readonly present: boolean }
  | { readonly type: "describe"; readonly changed: Partial<Description> }
  | { readonly type: "remove"; readonly peer: string }
  | { readonly type: "received"; readonly message: ToBroadcaster }
  /** `suggestion`: another name, in case this one is taken. */
  | { readonly type: "closed"; readonly code: number; readonly suggestion: string };

export type BroadcastAction =
  | { readonly type: "capture" | "publish" | "resume" | "goodbye" }
  | { readonly type: "connect"; readonly delay: number }
  | { readonly type: "describe" }
  /** Asks the server to remove these viewers. */
  | { readonly type: "remove"; readonly peers: readonly string[] }
  | { readonly type: "keep-key"; readonly key: string }
  /** Closes the links of these viewers. */
  | { readonly type: "close-links"; readonly peers: readonly string[] }
  /** Closes links and socket. */
  | { readonly type: "hang-up" }
  /** Closes links and socket, and releases the devices. */
  | { readonly type: "release" }
  /** Sets the marker that this browser is live, removes it, or leaves it for another page. */
  | { readonly type: "mark" | "unmark" | "leave-mark" };

export const OFF_AIR: BroadcastMachine = {
  state: { name: "idle" },
  ticket: null,
  refusal: null,
  retryAfter: null,
  badInput: { times: 0, at: 0 },
  lostAt: null,
  description: NO_DESCRIPTION,
  failures: 0,
  viewers: 0,
  waiting: 0,
  most: 0,
  removing: [],
  acceptsMissing: false,
  missing: [],
};
