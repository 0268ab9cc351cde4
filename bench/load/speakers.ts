/** The interface of the load's clients, one for each contender's protocol. */
import { PlainSpeaker } from "./plain.ts";
import { PeerServerSpeaker } from "./peerserver.ts";
import { SampleSpeaker } from "./sample.ts";
import type { Spoken } from "./tasks.ts";
import { TuilaSpeaker } from "./tuila.ts";

/** A side of a pair: 0 is the viewer, 1 the broadcaster. */
export type Side = 0 | 1;

/** A viewer and a broadcaster that can send each other messages. */
export interface Pair {
  /** Sends the side's next message; false if the protocol does not allow it now. */
  send(from: Side): boolean;
}

/** Receives a call for every message of a pair. */
export interface Line {
  sent(from: Side): void;
  /** The other side received a message from this side. */
  delivered(from: Side): void;
}

/** A broadcaster and its viewers. */
export interface Stream {
  /**
   * Adds a viewer; resolves once it is admitted, and rejects if it is refused.
   * @param heard called when the viewer receives an announcement
   */
  watch(heard: () => void): Promise<void>;
  /** Resolves once no join is in progress. */
  settled(): Promise<void>;
  /** Sends a message to all viewers. */
  announce(): void;
}

export interface Speaker {
  pair(name: string, line: Line): Promise<Pair>;
  stream(name: string): Promise<Stream>;
}

/** The size of a pair's messages, in characters. */
export const MESSAGE = 512;

/** The text from `make`, padded to the size of a message. */
export function filled(make: (filling: string) => string): string {
  return make("x".repeat(MESSAGE - make("").length));
}

/** A candidate like a browser's, with padding. */
export function candidateOf(filling: string) {
  return {
    candidate: `candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host ufrag aBcD ${filling}`,
    sdpMid: "0",
    sdpMLineIndex: 0,
    usernameFragment: "aBcD",
  };
}

export function speaker(speaks: Spoken, origin: string): Speaker {
  switch (speaks) {
    case "tuila":
      return new TuilaSpeaker(origin);
    case "sample":
      return new SampleSpeaker(origin);
    case "peerserver":
      return new PeerServerSpeaker(origin);
    case "ws":
    case "bare":
      return new PlainSpeaker(origin, speaks);
    default:
      return speaks satisfies never;
  }
}
