/** In-memory sockets to a hub. A frame moves only when the test moves it, so the test chooses the interleaving. */
import type { Hub } from "@/signaling/server/hub.ts";
import type { PeerEvents } from "@/signaling/server/peer_port.ts";
import { PING, PONG } from "@/signaling/protocol/limits.ts";
import { departure, type Socket, WebSocketPort } from "@/signaling/server/transports/websocket.ts";
import type { Frame, Wire } from "./wire.ts";

/** How often `until` delivers frames and lets promises continue: one round's results may cause frames in the next. */
const ROUNDS = 5;

type Transfer = { readonly frame: Frame } | { readonly close: number };

export class FakeNetwork {
  readonly #wires = new Set<FakeWire>();

  connect(hub: Hub, address = "192.0.2.1"): FakeWire {
    const wire = new FakeWire(this, hub, address);
    this.#wires.add(wire);
    return wire;
  }

  /** Delivers all frames in flight, and those that follow from them. */
  flush(): void {
    while ([...this.#wires].some((wire) => wire.toServer() || wire.toClient()));
    for (const wire of this.#wires) if (wire.isDone) this.#wires.delete(wire);
  }
}

/** One socket: `toServer` and `toClient` deliver one frame. */
export class FakeWire implements Wire {
  readonly received: string[] = [];
  closeCode: number | null = null;
  /** false: the client does not read, so that messages to it stay in the server's queue. */
  reading = true;
  /** false: the client has vanished without a close, so that it answers no ping. */
  alive = true;
  /** What the socket throws when the server sends, because Deno's may throw. */
  fault: Error | null = null;
  closeFault: Error | null = null;
  readonly #up: Transfer[] = [];
  readonly #down: Transfer[] = [];
  readonly #events: PeerEvents;
  #serverOpen = true;

  constructor(readonly network: FakeNetwork, hub: Hub, address: string) {
    const readyState = () => this.#serverOpen ? WebSocket.OPEN : WebSocket.CLOSED;
    const queued = () => this.queued;
    const socket: Socket = {
      send: (text) => {
        if (this.fault) throw this.fault;
        if (!this.#serverOpen) throw new Error("sent to a closed socket");
        this.#down.push({ frame: text });
      },
      close: (code) => {
        if (this.closeFault) throw this.closeFault;
        if (!this.#serverOpen) throw new Error("closed twice");
        this.#serverOpen = false;
        this.#down.push({ close: code });
      },
      get bufferedAmount() {
        return queued();
      },
      get readyState() {
        return readyState();
      },
    };
    this.#events = hub.connect(new WebSocketPort(socket), { address });
  }

  get isDone(): boolean {
    return this.closeCode !== null && this.#up.length === 0;
  }

  send(frame: Frame): void {
    if (this.closeCode === null) this.#up.push({ frame });
  }

  drop(code = 1006): void {
    this.#up.push({ close: code });
  }

  /** Delivers one frame of the client to the server. */
  toServer(): boolean {
    const transfer = this.#up.shift();
    if (transfer === undefined) return false;
    if ("frame" in transfer) {
      const { frame } = transfer;
      this.#events.message(typeof frame === "string" ? frame : frame.buffer);
    } else if (this.closeCode === null) {
      this.closeCode = transfer.close;
      this.#serverOpen = false;
      this.#events.closed(departure(transfer.close));
    }
    return true;
  }

  /** Delivers one frame of the server to the client. */
  toClient(): boolean {
    if (!this.reading || this.closeCode !== null) return false;
    const transfer = this.#down.shift();
    if (transfer === undefined) return false;
    if ("close" in transfer) {
      this.closeCode = transfer.close;
      this.#events.closed(departure(transfer.close));
    } else if (transfer.frame === PING) {
      if (this.alive) this.send(PONG);
    } else if (typeof transfer.frame === "string") this.received.push(transfer.frame);
    return true;
  }

  async until(holds: () => boolean): Promise<void> {
    for (let round = 0; round < ROUNDS && !holds(); round++) {
      this.network.flush();
      await Promise.resolve();
    }
  }

  /** Bytes that the server sent and this client has not read. */
  get queued(): number {
    const sizes = this.#down.map((transfer) =>
      "frame" in transfer && typeof transfer.frame === "string"
        ? new TextEncoder().encode(transfer.frame).length
        : 0
    );
    return sizes.reduce((sum, size) => sum + size, 0);
  }
}
