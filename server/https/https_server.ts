import { connect, createServer, type Server, type Socket } from "node:net";
import { getLogger } from "@logtape/logtape";
import type { Certificate } from "./certificate.ts";
import { redirectToHttps, speaksTls } from "./redirect.ts";

const log = getLogger(["tuila", "https"]);

/** How long a connection may stay silent before its first byte and after the server's last, in milliseconds. */
const PATIENCE = 10_000;

/** What a server that listens can be asked for. */
export interface Listening {
  readonly hostname: string;
  readonly port: number;
  shutdown(): Promise<void>;
}

export interface ListenOptions {
  readonly hostname: string;
  readonly port: number;
}

/**
 * HTTPS with a certificate that may change. `Deno.serve` cannot change its certificate, and closes all sockets when it
 * shuts down. So each certificate has its own server on a loopback port, and the public port forwards each new
 * connection, unread, to the newest server. Open connections stay where they are.
 */
export class HttpsServer implements Listening {
  readonly #handler: Deno.ServeHandler;
  readonly #listener: Server;
  readonly #behind = new Set<Behind>();
  #newest: Behind;

  private constructor(certificate: Certificate, handler: Deno.ServeHandler) {
    this.#handler = handler;
    this.#newest = this.#serve(certificate);
    // Either side may end first.
    this.#listener = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket));
  }

  /** @throws if the port is not available, or the certificate not usable */
  static async listen(
    { hostname, port }: ListenOptions,
    certificate: Certificate,
    handler: Deno.ServeHandler,
  ): Promise<HttpsServer> {
    const server = new HttpsServer(certificate, handler);
    try {
      await listening(server.#listener, hostname, port);
    } catch (error) {
      await server.#newest.server.shutdown();
      throw error;
    }
    return server;
  }

  get hostname(): string {
    return this.#address.address;
  }

  get port(): number {
    return this.#address.port;
  }

  get #address() {
    const address = this.#listener.address();
    if (address === null || typeof address === "string") throw new TypeError("not listening");
    return address;
  }

  /** The number of certificates in use: the newest, and older ones with open connections. */
  get certificates(): number {
    return this.#behind.size;
  }

  /**
   * Uses this certificate for new connections.
   * @throws if it is not usable; then nothing changes
   */
  renew(certificate: Certificate): void {
    const before = this.#newest;
    this.#newest = this.#serve(certificate);
    this.#retire(before);
  }

  async shutdown(): Promise<void> {
    this.#listener.close();
    await Promise.all([...this.#behind].map(({ server }) => server.shutdown()));
  }

  #serve({ cert, key }: Certificate): Behind {
    const server = Deno.serve({
      hostname: "localhost",
      port: 0,
      cert,
      key,
      automaticCompression: true,
      onListen() {},
    }, this.#handler);
    const behind = { server, sockets: 0 };
    this.#behind.add(behind);
    return behind;
  }

  /** The browser speaks first. */
  #accept(outer: Socket): void {
    outer.on("error", () => {}); // `close` follows
    outer.setTimeout(PATIENCE, () => outer.destroy());
    outer.once("data", (first: Uint8Array) => {
      outer.setTimeout(0);
      if (speaksTls(first)) this.#handOn(outer, first);
      else outer.end(redirectToHttps(new TextDecoder().decode(first)), () => outer.destroy());
    });
  }

  #handOn(outer: Socket, first: Uint8Array): void {
    const behind = this.#newest;
    const { hostname: host, port } = behind.server.addr;
    const inner = connect({ host, port, allowHalfOpen: true });
    behind.sockets++;
    inner.on("close", () => {
      behind.sockets--;
      this.#retire(behind);
    });
    inner.on("end", () => outer.setTimeout(PATIENCE, () => outer.destroy()));
    inner.write(first);
    join(outer, inner);
  }

  /** Closes an older certificate's server with its last connection. */
  #retire(behind: Behind): void {
    if (behind === this.#newest || behind.sockets > 0) return;
    this.#behind.delete(behind);
    behind.server.shutdown().catch((error) => log.error("Not shut down: {error}", { error }));
  }
}

interface Behind {
  readonly server: Deno.HttpServer<Deno.NetAddr>;
  /** Open connections. */
  sockets: number;
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      // For example too many open files: only the new connection is closed.
      server.on("error", (error) => log.error("Not accepted: {error}", { error }));
      resolve();
    });
  });
}

/** Forwards bytes and ends from one connection to the other. */
function join(one: Socket, other: Socket): void {
  for (const [from, to] of [[one, other], [other, one]]) {
    from.setNoDelay(true);
    from.on("error", () => {}); // `close` follows
    from.on("close", () => to.destroy());
    from.pipe(to);
  }
}
