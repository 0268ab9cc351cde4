/** Clients of `bench/rivals/ws` and `bench/rivals/bare`, which show what the platforms can do without a protocol. */
import { openSocket } from "./socket.ts";
import {
  candidateOf,
  filled,
  type Line,
  type Pair,
  type Side,
  type Speaker,
  type Stream,
} from "./speakers.ts";

export class PlainSpeaker implements Speaker {
  /** @param kind `ws` forwards to the named peer, `bare` echoes */
  constructor(readonly origin: string, readonly kind: "ws" | "bare") {}

  async pair(name: string, line: Line): Promise<Pair> {
    const ids = [`${name}-viewer`, `${name}-broadcaster`];
    const isEcho = this.kind === "bare";
    const heardBy = (side: Side) => () => line.delivered(isEcho ? side : side === 0 ? 1 : 0);
    const sides = [
      await this.#open(ids[0], heardBy(0)),
      await this.#open(ids[1], heardBy(1)),
    ];
    const texts = [ids[1], ids[0]].map((to) =>
      filled((filling) => JSON.stringify({ to, candidate: candidateOf(filling) }))
    );
    return {
      send(from: Side) {
        line.sent(from);
        sides[from].send(texts[from]);
        return true;
      },
    };
  }

  async stream(name: string): Promise<Stream> {
    const broadcaster = await this.#open(name, () => {});
    const text = this.kind === "bare" ? "all" : JSON.stringify({ to: null, type: "broadcaster" });
    let viewers = 0;
    return {
      watch: async (heard) => void await this.#open(`${name}-${viewers++}`, heard),
      settled: () => Promise.resolve(),
      announce: () => broadcaster.send(text),
    };
  }

  #open(id: string, heard: () => void): Promise<WebSocket> {
    return openSocket(this.origin, `/?id=${id}`, heard);
  }
}
