/** Real WebSockets between a server and clients in this process, on a free port. */
import { PING, PONG } from "@/signaling/protocol/limits.ts";
import type { Hub } from "@/signaling/server/hub.ts";
import { SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";
import { serveSocket } from "@/signaling/server/transports/websocket.ts";
import type { Frame, Wire } from "./wire.ts";

/** Far longer than anything here takes: a test that waits so long fails. */
const GUARD = 10_000;

export class RealNetwork {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #closes: Promise<void>[] = [];
  readonly #wires: RealWire[] = [];

  /** @param hub returns the hub for the next socket */
  constructor(hub: () => Hub) {
    this.#server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {} },
      (request, { remoteAddr }) => {
        const { socket, response } = Deno.upgradeWebSocket(request, { protocol: SUBPROTOCOL });
        const { promise, resolve } = Promise.withResolvers<void>();
        this.#closes.push(promise);
        socket.addEventListener("close", () => resolve());
        serveSocket(hub(), socket, { address: remoteAddr.hostname });
        return response;
      },
    );
  }

  get port(): number {
    return this.#server.addr.port;
  }

  async connect(): Promise<RealWire> {
    const socket = new WebSocket(`ws://127.0.0.1:${this.port}/`, SUBPROTOCOL);
    const wire = new RealWire(socket);
    this.#wires.push(wire);
    await wire.until(() => socket.readyState !== WebSocket.CONNECTING);
    return wire;
  }

  /** Waits until every socket is closed at both ends, then closes the server. */
  async close(): Promise<void> {
    await Promise.all(this.#closes);
    for (const wire of this.#wires) await wire.until(() => wire.closeCode !== null);
    await this.#server.shutdown();
  }
}

export class RealWire implements Wire {
  readonly received: string[] = [];
  closeCode: number | null = null;
  readonly #watchers = new Set<() => void>();

  constructor(readonly socket: WebSocket) {
    const changed = () => this.#watchers.forEach((watcher) => watcher());
    socket.addEventListener("open", changed);
    socket.addEventListener("message", (event: MessageEvent<unknown>) => {
      if (event.data === PING) return socket.send(PONG);
      this.received.push(String(event.data));
      changed();
    });
    socket.addEventListener("close", ({ code }) => {
      this.closeCode = code;
      changed();
    });
  }

  send(frame: Frame): void {
    this.socket.send(frame);
  }

  drop(): void {
    this.socket.close();
  }

  until(holds: () => boolean): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const settle = (end: () => void) => {
      this.#watchers.delete(watcher);
      clearTimeout(guard);
      end();
    };
    const watcher = () => {
      try {
        if (holds()) settle(resolve);
      } catch (error) { // a message that the client cannot parse
        settle(() => reject(error));
      }
    };
    const guard = setTimeout(() => settle(resolve), GUARD);
    this.#watchers.add(watcher);
    watcher();
    return promise;
  }
}
