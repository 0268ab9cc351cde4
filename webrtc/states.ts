import type { Outage } from "@/signaling/protocol/outage.ts";
export type { PictureState, SoundState } from "@/signaling/protocol/description.ts";

/** What a broadcast session is doing. The page shows one plain sentence for each. */
export type BroadcastState =
  | { readonly name: "idle" }
  | { readonly name: "resumable" } // this browser was live as this stream until just now
  | { readonly name: "asking" } // the browser asks for camera and microphone
  | { readonly name: "claiming" } // the server is asked for the stream's seat
  | {
    readonly name: "live";
    /** When the broadcast began, on this page's clock. */
    readonly since: number;
    /** The server has not been reached for a while. The links do not need it. */
    readonly reconnecting: boolean;
    /** The server does not speak this page's sub-protocol: only a reload meets it again. */
    readonly outdated: boolean;
    /** The devices that went away while live. */
    readonly missing: readonly Device[];
    /** The last links came to nothing, and there is no other: nobody sees it. */
    readonly isolated: boolean;
  }
  /** Stopped by the person. `lasted`: in milliseconds; `most`: how many watched at a time, at most. */
  | { readonly name: "ended"; readonly lasted: number; readonly most: number }
  | { readonly name: "taken"; readonly suggestion: string }
  | { readonly name: "replaced" } // a newer tab of the owner took over
  | {
    /** A device could not be had: the person decides whether to go live without it. */
    readonly name: "lacking";
    readonly faults: Faults;
    /** What is there instead, and held. */
    readonly there: readonly Source[];
  }
  | { readonly name: "failed"; readonly problem: BroadcastProblem };

/** Why viewers see nothing, though a picture is meant to be sent: no frame comes, or a black one. */
export interface Darkness {
  readonly of: "camera" | "screen";
  readonly is: "nothing" | "black";
}

export const DEVICES = ["camera", "microphone"] as const;
export type Device = (typeof DEVICES)[number];

/** What a broadcast is made of. */
export type Source = Device | "screen";

/**
 * Why a device cannot be had.
 *
 * - `missing`: none is there
 * - `busy`: it is there and does not start; most often another program has it
 * - `refused`: this page may not have it, and the browser does not ask about it any more
 * - `dismissed`: not allowed this time; the browser may ask again
 * - `blocked`: the system keeps it from the browser
 */
export type DeviceFault = "missing" | "busy" | "refused" | "dismissed" | "blocked";

export type Faults = Readonly<Partial<Record<Device, DeviceFault>>>;

/** Why a screen cannot be shared. A person who chose none is no fault. */
export type ScreenFault = Exclude<DeviceFault, "dismissed">;

/** What cannot be had, and why. */
export type SourceProblem = `${Device}-${DeviceFault}` | `screen-${ScreenFault}`;

/** Why a broadcast did not start or could not go on. */
export type BroadcastProblem =
  | "insecure-page"
  | "no-webrtc"
  | Outage // no contact with the server
  | "key-required" // this server accepts only keys that it was told
  | "store-failed" // the server cannot keep whose the name is
  | "unexpected";

/** What a watch session is doing. */
export type WatchState =
  | "connecting" // the first contact with the server is under way
  | "waiting" // the broadcast has not started
  | "joining" // the stream is live; the link to the broadcaster is being made
  | "stuck" // the same, after links that failed; tries again by itself
  | "playing"
  | "sound-only" // sound comes, and no picture
  | "picture-only" // a picture comes, and no sound
  | "reconnecting" // it played, and will again: the link or the server is being reached anew
  | "paused" // the broadcaster is away; its seat is kept
  | "ended"
  | "queued" // in line: the stream has as many viewers as its broadcaster wants
  | "full" // the stream has no place left; tries again by itself
  | Outage // no contact with the server; tries again by itself
  | "no-webrtc"
  | "replaced" // the same viewer goes on in another page
  | "removed" // the broadcaster will not have us: does not try again
  | "refused"; // the server will not have us (a bug or an old page): says to reload

/**
 * What the player does with what arrives.
 *
 * - `muted`: the browser refused sound; a click may unmute
 * - `blocked`: nothing plays without a click
 * - `paused`: by the person who watches; the picture stands still
 */
export type PlaybackState = "idle" | "playing" | "muted" | "blocked" | "paused";
