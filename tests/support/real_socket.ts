/** Real WebSockets between a server and clients in this process, on a free port. */
import { PING, PONG } from "@/signaling/protocol/limits.ts";
import type { Hub } from "@/signaling/server/hub.ts";
import { SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";
import { HttpServer } from "@/server/http/http_server.ts";
import { offeredUpgrade } from "@/signaling/server/transports/upgrade.ts";
import { serveSocket, serveWsSocket } from "@/signaling/server/transports/websocket.ts";
import type { Frame, Wire } from "./wire.ts";

/** Far longer than anything here takes: a test that waits so long fails. */
const GUARD = 10_000;

/** `native`: Deno's own. `ws`: those of `deno task start`. */
export type Sockets = "native" | "ws";

interface Server {
  readonly port: number;
  shutdown(): Promise<void>;
}

export class RealNetwork {
  readonly #server: Promise<Server>;
  readonly #closes: Promise<void>[] = [];
  readonly #wires: RealWire[] = [];

  /** @param hub returns the hub for the next socket */
  constructor(hub: () => Hub, sockets: Sockets) {
    this.#server = sockets === "native" ? this.#listenNative(hub) : this.#listenWs(hub);
  }

  get port(): Promise<number> {
    return this.#server.then(({ port }) => port);
  }

  async connect(): Promise<RealWire> {
    const socket = new WebSocket(`ws://127.0.0.1:${await this.port}/`, SUBPROTOCOL);
    const wire = new RealWire(socket);
    this.#wires.push(wire);
    await wire.until(() => socket.readyState !== WebSocket.CONNECTING);
    return wire;
  }

  /** Waits until every socket is closed at both ends, then closes the server. */
  async close(): Promise<void> {
    await Promise.all(this.#closes);
    for (const wire of this.#wires) await wire.until(() => wire.closeCode !== null);
    await (await this.#server).shutdown();
  }

  #listenNative(hub: () => Hub): Promise<Server> {
    const server = Deno.serve(
      { port: 0, hostname: "127.0.0.1", onListen: () => {} },
      (request, { remoteAddr }) => {
        const { socket, response } = Deno.upgradeWebSocket(request, { protocol: SUBPROTOCOL });
        socket.addEventListener("close", this.#closeOfNext());
        serveSocket(hub(), socket, { address: remoteAddr.hostname });
        return response;
      },
    );
    return Promise.resolve({ port: server.addr.port, shutdown: () => server.shutdown() });
  }

  #listenWs(hub: () => Hub): Promise<Server> {
    const limits = { maxConnections: 1_000, connectionsPerAddress: null };
    return HttpServer.listen({ hostname: "127.0.0.1", port: 0, ...limits }, (_request, info) => {
      const upgrade = offeredUpgrade(info);
      if (upgrade === null) return new Response(null, { status: 426 });
      return upgrade.accept((socket) => {
        socket.on("close", this.#closeOfNext());
        serveWsSocket(hub(), socket, { address: info.remoteAddr.hostname });
      });
    });
  }

  /** What to call when the socket that is now opened has closed. */
  #closeOfNext(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#closes.push(promise);
    return () => resolve();
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
