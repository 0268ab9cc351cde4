import { connect, createServer, type Server, type Socket } from "node:net";
import { getLogger } from "@logtape/logtape";
import type { Certificate } from "./certificate.ts";
import { redirectToHttps, speaksTls } from "./redirect.ts";

const log = getLogger(["tuila", "https"]);

/** How long a connection stays without its first word, and after the server's last, in milliseconds. */
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
 * HTTPS with a certificate that may change. `Deno.serve` keeps the one it was given, and ends every socket when it is shut
 * down. So each certificate has a server of its own, at a port that only this machine reaches, and the public port hands
 * each connection, unread, to the newest one: those that are open stay where they are.
 */
export class HttpsServer implements Listening {
  readonly #handler: Deno.ServeHandler;
  readonly #listener: Server;
  readonly #behind = new Set<Behind>();
  #newest: Behind;

  private constructor(certificate: Certificate, handler: Deno.ServeHandler) {
    this.#handler = handler;
    this.#newest = this.#serve(certificate);
    // Either side may say its last word first.
    this.#listener = createServer({ allowHalfOpen: true }, (socket) => this.#accept(socket));
  }

  /** @throws what says that the port cannot be had, or that the certificate cannot be used */
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

  /** How many certificates are in use: the newest, and those before it that open connections began with. */
  get certificates(): number {
    return this.#behind.size;
  }

  /**
   * From now on, new connections get that one.
   * @throws what says that it cannot be used; then all is as it was
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

  /** An older certificate's server goes with its last connection. */
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
      // Such as too many open files: who asked is turned away, the others stay.
      server.on("error", (error) => log.error("Not accepted: {error}", { error }));
      resolve();
    });
  });
}

/** What one says, the other hears; what befalls one, befalls the other. */
function join(one: Socket, other: Socket): void {
  for (const [from, to] of [[one, other], [other, one]]) {
    from.setNoDelay(true);
    from.on("error", () => {}); // `close` follows
    from.on("close", () => to.destroy());
    from.pipe(to);
  }
}
