/** A client of the sample with its pages' protocol: socket.io events over engine.io packets. */
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

export class SampleSpeaker implements Speaker {
  constructor(readonly origin: string) {}

  async pair(_name: string, line: Line): Promise<Pair> {
    const viewer = await SocketIo.open(this.origin, "candidate", () => line.delivered(1));
    const broadcaster = await SocketIo.open(this.origin, "candidate", () => line.delivered(0));
    const sides = [viewer, broadcaster] as const;
    const texts = [broadcaster.id, viewer.id].map((to) =>
      filled((filling) => eventOf("candidate", to, candidateOf(filling)))
    );
    return {
      send(from: Side) {
        line.sent(from);
        sides[from].send(texts[from]);
        return true;
      },
    };
  }

  async stream(): Promise<Stream> {
    const broadcaster = await SocketIo.open(this.origin, "watcher", () => {});
    broadcaster.send(eventOf("broadcaster"));
    return {
      watch: async (heard) => {
        const viewer = await SocketIo.open(this.origin, "broadcaster", heard);
        viewer.send(eventOf("watcher"));
      },
      settled: () => Promise.resolve(),
      announce: () => broadcaster.send(eventOf("broadcaster")),
    };
  }
}

/** Packet types of engine.io 4 and, after a `4`, of socket.io 5. */
const PACKETS = { ping: "2", pong: "3", connect: "40", event: "42" } as const;

function eventOf(...event: readonly unknown[]): string {
  return PACKETS.event + JSON.stringify(event);
}

class SocketIo {
  private constructor(readonly id: string, readonly socket: WebSocket) {}

  /** @param event the event that `heard` is called for */
  static async open(origin: string, event: string, heard: () => void): Promise<SocketIo> {
    const id = Promise.withResolvers<string>();
    const start = `${PACKETS.event}["${event}"`;
    const socket = await openSocket(origin, "/socket.io/?EIO=4&transport=websocket", (text) => {
      if (text.startsWith(start)) return heard();
      if (text === PACKETS.ping) return socket.send(PACKETS.pong);
      const found = /^40\{"sid":"([^"]+)"/.exec(text);
      if (found !== null) id.resolve(found[1]);
    });
    socket.send(PACKETS.connect);
    return new SocketIo(await id.promise, socket);
  }

  send(text: string): void {
    this.socket.send(text);
  }
}
