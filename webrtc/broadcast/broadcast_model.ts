/** What the broadcaster's machine knows, what can happen to it, and what it can ask for. Plain data. */
import type { Outage } from "@/signaling/protocol/outage.ts";
import { type Description, NO_DESCRIPTION } from "@/signaling/protocol/description.ts";
import type { ToBroadcaster } from "@/signaling/protocol/server_messages.ts";
import type { BroadcastProblem, BroadcastState, Device, Faults, Source } from "../states.ts";

export interface BroadcastMachine {
  readonly state: BroadcastState;
  /** With which this page comes back to its seat. */
  readonly ticket: string | null;
  /** The code with which the server refused something last. */
  readonly refusal: string | null;
  /** When contact with the server was lost; null while there is any. */
  readonly lostAt: number | null;
  /** What the person says of the stream; every hello says it again. It outlives the broadcast. */
  readonly description: Description;
  /** How many links in a row came to nothing, since one worked last. */
  readonly failures: number;
  /** How many watch, and how many are in line. */
  readonly viewers: number;
  readonly waiting: number;
  /** How many watched this broadcast at a time, at most. */
  readonly most: number;
  /** Viewers that are to go, and that the server has not said to have left. */
  readonly removing: readonly string[];
  /** Whether it goes live with whatever there is, without asking: viewers wait, and perhaps nobody is there to answer. */
  readonly settles: boolean;
  /** The devices that it goes live without, although they are wanted. */
  readonly missing: readonly Device[];
}

export type BroadcastEvent =
  /** This browser was live as this stream until just now, in a page that is gone. */
  | { readonly type: "remembered" }
  /** `leave`: the page lets go of everything without a word. */
  | { readonly type: "stop" | "leave" | "opened" | "tick" }
  | { readonly type: "lost"; readonly outage?: Outage }
  /** `afresh`: what is held is let go first, and asked for again. */
  | { readonly type: "start"; readonly settles?: boolean; readonly afresh?: boolean }
  /** `there`: what is held now. */
  | { readonly type: "captured"; readonly faults: Faults; readonly there: readonly Source[] }
  /** The person has begun a preview, or closed it. */
  | { readonly type: "preview"; readonly on: boolean }
  | { readonly type: "not-captured"; readonly problem: BroadcastProblem }
  /** This page or this browser cannot broadcast, whatever the person does in it. */
  | { readonly type: "unfit"; readonly problem: BroadcastProblem }
  /** A viewer's link is up, or came to nothing while no other is up. */
  | { readonly type: "link"; readonly works: boolean }
  | { readonly type: "device"; readonly device: Device; readonly present: boolean }
  /** What is described otherwise than before. */
  | { readonly type: "describe"; readonly changed: Partial<Description> }
  | { readonly type: "remove"; readonly peer: string }
  | { readonly type: "received"; readonly message: ToBroadcaster }
  /** `suggestion`: another name, in case that this one is taken. */
  | { readonly type: "closed"; readonly code: number; readonly suggestion: string };

export type BroadcastAction =
  | { readonly type: "capture" | "publish" | "resume" | "goodbye" }
  | { readonly type: "connect"; readonly delay: number }
  | { readonly type: "describe" }
  /** Has the server send these viewers away. */
  | { readonly type: "remove"; readonly peers: readonly string[] }
  | { readonly type: "keep-key"; readonly key: string }
  /** Closes the links of these viewers. */
  | { readonly type: "close-links"; readonly peers: readonly string[] }
  /** Lets go of links and socket. */
  | { readonly type: "hang-up" }
  /** Lets go of devices, links and socket. */
  | { readonly type: "release" }
  /** This browser remembers that it is live; forgets it; or leaves that to whoever finds it. */
  | { readonly type: "mark" | "unmark" | "leave-mark" };

export const OFF_AIR: BroadcastMachine = {
  state: { name: "idle" },
  ticket: null,
  refusal: null,
  lostAt: null,
  description: NO_DESCRIPTION,
  failures: 0,
  viewers: 0,
  waiting: 0,
  most: 0,
  removing: [],
  settles: false,
  missing: [],
};
