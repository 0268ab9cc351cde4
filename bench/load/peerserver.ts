/** A PeerServer client with PeerJS's protocol, which has peers, but no streams or events. */
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

/** PeerJS's `pingInterval`, in milliseconds. */
const HEARTBEAT = { text: '{"type":"HEARTBEAT"}', interval: 5_000 } as const;

export class PeerServerSpeaker implements Speaker {
  constructor(readonly origin: string) {}

  async pair(name: string, line: Line): Promise<Pair> {
    const ids = [`${name}-viewer`, `${name}-broadcaster`] as const;
    const viewer = await this.#open(ids[0], "CANDIDATE", () => line.delivered(1));
    const broadcaster = await this.#open(ids[1], "CANDIDATE", () => line.delivered(0));
    const sides = [viewer, broadcaster] as const;
    const texts = [ids[1], ids[0]].map((dst) =>
      filled((filling) =>
        JSON.stringify({
          type: "CANDIDATE",
          payload: { candidate: candidateOf(filling), type: "media", connectionId: "mc_aBcDeFgH" },
          dst,
        })
      )
    );
    return {
      send(from: Side) {
        line.sent(from);
        sides[from].send(texts[from]);
        return true;
      },
    };
  }

  stream(name: string): Promise<Stream> {
    let viewers = 0;
    return Promise.resolve({
      watch: async () => void await this.#open(`${name}-${viewers++}`, "CANDIDATE", () => {}),
      settled: () => Promise.resolve(),
      announce() {
        throw new Error("PeerServer tells nobody anything by itself");
      },
    });
  }

  /** @param type the type of the messages that `heard` is called for */
  async #open(id: string, type: string, heard: () => void): Promise<WebSocket> {
    const isOpen = Promise.withResolvers<void>();
    const start = `{"type":"${type}"`;
    const path = `/peerjs?key=peerjs&id=${id}&token=${id}&version=1.5.5`;
    const socket = await openSocket(this.origin, path, (text) => {
      if (text.startsWith(start)) heard();
      else if (text.startsWith('{"type":"OPEN"')) isOpen.resolve();
      else isOpen.reject(new Error(text));
    });
    await isOpen.promise;
    const timer = setInterval(() => {
      if (socket.readyState === WebSocket.OPEN) socket.send(HEARTBEAT.text);
      else clearInterval(timer);
    }, HEARTBEAT.interval);
    return socket;
  }
}
