import type { Outage } from "@/signaling/protocol/outage.ts";
export type { PictureState, SoundState } from "@/signaling/protocol/description.ts";

/** The state of a broadcast session. The page shows one sentence for each. */
export type BroadcastState =
  | { readonly name: "idle" }
  | { readonly name: "resumable" } // this browser broadcast this stream until just now
  | { readonly name: "asking" } // asking the browser for camera and microphone
  | { readonly name: "claiming" } // asking the server for the stream's seat
  | {
    readonly name: "live";
    /** When the broadcast began, on this page's clock. */
    readonly since: number;
    /** The server has been unreachable for a while. The links do not need it. */
    readonly reconnecting: boolean;
    /** The server does not speak this page's sub-protocol: only a reload helps. */
    readonly outdated: boolean;
    /** The devices that ended while live. */
    readonly missing: readonly Device[];
    /** The last links failed, and no other is connected: nobody sees the broadcast. */
    readonly isolated: boolean;
  }
  /** The person stopped it. `lasted`: in milliseconds; `most`: the highest number of simultaneous viewers. */
  | { readonly name: "ended"; readonly lasted: number; readonly most: number }
  | { readonly name: "taken"; readonly suggestion: string }
  | { readonly name: "replaced" } // another tab of the owner took over
  | {
    /** A device is not available: the person decides whether to go live without it. */
    readonly name: "lacking";
    readonly faults: Faults;
    /** The sources that are captured. */
    readonly captured: readonly Source[];
  }
  | {
    readonly name: "failed";
    readonly problem: BroadcastProblem;
    /** How long the server asks to wait before trying again, in milliseconds. */
    readonly retryAfter?: number;
  };

/** Why viewers see nothing although the picture is on: its source gives no frames, or only black ones. */
export interface Darkness {
  readonly of: "camera" | "screen";
  readonly is: "nothing" | "black";
}

export const DEVICES = ["camera", "microphone"] as const;
export type Device = (typeof DEVICES)[number];

export type Source = Device | "screen";

/**
 * Why a device is not available.
 *
 * - `missing`: there is none
 * - `busy`: it does not start; usually another program uses it
 * - `refused`: the person denied it, and the browser does not ask again
 * - `dismissed`: not allowed this time; the browser may ask again
 * - `blocked`: the operating system denies it to the browser
 */
export type DeviceFault = "missing" | "busy" | "refused" | "dismissed" | "blocked";

export type Faults = Readonly<Partial<Record<Device, DeviceFault>>>;

/** Why a screen cannot be shared. Closing the chooser is no fault. */
export type ScreenFault = Exclude<DeviceFault, "dismissed">;

/** Which source is not available, and why. */
export type SourceProblem = `${Device}-${DeviceFault}` | `screen-${ScreenFault}`;

/** Why a broadcast did not start or had to end. */
export type BroadcastProblem =
  | "insecure-page"
  | "no-webrtc"
  | Outage // no contact with the server
  | "key-required" // this server accepts only configured stream keys
  | "unexpected";

/** The state of a watch session. */
export type WatchState =
  | "connecting" // connecting to the server for the first time
  | "waiting" // the broadcast has not started
  | "joining" // the stream is live; connecting to the broadcaster
  | "stuck" // the same, after failed links; retries by itself
  | "playing"
  | "sound-only" // sound arrives, but no picture
  | "picture-only" // a picture arrives, but no sound
  | "reconnecting" // it played; reconnecting to the broadcaster or the server
  | "paused" // the broadcaster is gone; its seat is kept
  | "ended"
  | "queued" // in the queue: the stream has as many viewers as its broadcaster allows
  | "full" // the queue is full too; retries by itself
  | Outage // no contact with the server; retries by itself
  | "no-webrtc"
  | "replaced" // the same viewer continues in another page
  | "removed" // the broadcaster removed us; does not retry
  | "refused"; // the server refuses us (a bug or an old page); the page asks for a reload

/**
 * The state of the player.
 *
 * - `muted`: the browser refused sound; a click can unmute
 * - `blocked`: nothing plays without a click
 * - `paused`: the viewer paused it
 */
export type PlaybackState = "idle" | "playing" | "muted" | "blocked" | "paused";
