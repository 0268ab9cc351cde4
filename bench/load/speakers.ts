/** How each contender's protocol is spoken by those who make its load. */
import { PlainSpeaker } from "./plain.ts";
import { PeerServerSpeaker } from "./peerserver.ts";
import { SampleSpeaker } from "./sample.ts";
import type { Spoken } from "./tasks.ts";
import { TuilaSpeaker } from "./tuila.ts";

/** One of the two of a pair: the viewer, and the broadcaster. */
export type Side = 0 | 1;

/** Two who have met, and may talk to each other. */
export interface Pair {
  /** Lets that side send its next message; false where its protocol does not let it now. */
  send(from: Side): boolean;
}

/** Told of every message of a pair. */
export interface Line {
  sent(from: Side): void;
  /** What that side sent has come to the other. */
  delivered(from: Side): void;
}

/** Somebody who broadcasts, and those who watch. */
export interface Stream {
  /**
   * One more watches; resolves once it is in, and rejects where it is not let in.
   * @param heard it was told what `announce` says
   */
  watch(heard: () => void): Promise<void>;
  /** Resolves once nothing is under way any more. */
  settled(): Promise<void>;
  /** Says something that everyone who watches is told. */
  announce(): void;
}

export interface Speaker {
  pair(name: string, line: Line): Promise<Pair>;
  stream(name: string): Promise<Stream>;
}

/** The size of the messages that pairs send, as they are sent, in characters. */
export const MESSAGE = 512;

/** The text that `make` makes, filled up to the size of a message. */
export function filled(make: (filling: string) => string): string {
  return make("x".repeat(MESSAGE - make("").length));
}

/** A candidate as browsers make them, but for its length. */
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
