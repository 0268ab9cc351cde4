/** The server's sockets: HTTP or HTTPS with time-outs and caps that hold before the app sees a request. */
import { once } from "node:events";
import { createServer, type Server, type ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { createServer as createTlsServer, type Server as TlsServer } from "node:tls";
import { getLogger } from "@logtape/logtape";
import { type Certificate, isPair } from "../https/certificate.ts";
import { type AppHandler, requestListener, upgradeListener } from "./app_listeners.ts";
import { Connections } from "./connections.ts";
import { HTTP_LIMITS } from "./limits.ts";
import { redirectToHttps, speaksTls } from "./redirect.ts";

const log = getLogger(["tuila", "http"]);

export interface ListenOptions {
  readonly hostname: string;
  readonly port: number;
  /** Speaks HTTPS with it. null: HTTP. */
  readonly certificate?: Certificate | null;
  /** How many TCP connections may be open. Must be below the process's limit of open files. */
  readonly maxConnections: number;
  /** How many more may wait to be accepted. */
  readonly backlog?: number;
  /** How many of them one address may have; null: no limit of its own. */
  readonly connectionsPerAddress: number | null;
}

export class HttpServer {
  readonly #http: Server;
  readonly #tls: TlsServer | null;
  readonly #connections: Connections;
  /** Those under way, of each connection. */
  readonly #responses = new Map<Socket, Set<ServerResponse>>();
  /** Serves HTTP on a connection. */
  readonly #serve: (socket: Socket) => void;

  private constructor(options: ListenOptions, app: AppHandler) {
    const listener = requestListener(app);
    const http = this.#http = createServer({
      headersTimeout: HTTP_LIMITS.head,
      requestTimeout: HTTP_LIMITS.request,
      keepAliveTimeout: HTTP_LIMITS.keepAlive,
      connectionsCheckingInterval: HTTP_LIMITS.check,
      maxHeaderSize: HTTP_LIMITS.headBytes,
    }, (request, response) => {
      if (this.#begin(request.socket, response)) listener(request, response);
    });
    http.timeout = HTTP_LIMITS.idle; // sockets after an upgrade have none
    http.on("upgrade", upgradeListener(app));
    http.on("connect", (_request, socket) => socket.destroy()); // this is no proxy
    http.on("clientError", (_error, socket) => socket.destroy()); // too slow, or no HTTP
    http.maxConnections = options.maxConnections;
    this.#connections = new Connections(options.connectionsPerAddress);
    this.#tls = options.certificate ? this.#createTls(options.certificate) : null;
    // The server's own listener parses HTTP. It comes after the cap, and after TLS.
    const listeners = http.listeners("connection");
    http.removeAllListeners("connection");
    this.#serve = (socket) => listeners.forEach((listener) => listener.call(http, socket));
    http.on("connection", (socket: Socket) => this.#accept(socket));
  }

  /** @throws if the port is not available, or the certificate not usable */
  static async listen(options: ListenOptions, app: AppHandler): Promise<HttpServer> {
    const server = new HttpServer(options, app);
    const http = server.#http;
    await new Promise<void>((resolve, reject) => {
      http.once("error", reject);
      http.listen(options.port, options.hostname, options.backlog, () => {
        http.off("error", reject);
        http.on("error", (error) => log.error("A connection was not accepted: {error}", { error }));
        resolve();
      });
    });
    return server;
  }

  get hostname(): string {
    return this.#address.address;
  }

  get port(): number {
    return this.#address.port;
  }

  /** How many TCP connections are open. */
  get connections(): number {
    return this.#connections.size;
  }

  /**
   * Uses this certificate for new connections.
   * @throws if it is not usable; then nothing changes
   */
  renew(certificate: Certificate): void {
    if (!isPair(certificate)) throw new TypeError("The key belongs to another certificate.");
    const { cert, key } = certificate;
    this.#tls?.setSecureContext({ cert, key });
  }

  /** Accepts no more connections, waits for the responses under way, and closes all connections. */
  async shutdown(): Promise<void> {
    this.#http.close();
    const underWay = [...this.#responses].flatMap(([socket, responses]) =>
      // One that waits for an earlier one does not close with its connection.
      [...responses].map((response) =>
        Promise.race([response, socket].map((each) => once(each, "close")))
      )
    );
    await Promise.all(underWay);
    this.#connections.closeAll();
  }

  get #address() {
    const address = this.#http.address();
    if (address === null || typeof address === "string") throw new TypeError("not listening");
    return address;
  }

  #createTls({ cert, key }: Certificate): TlsServer {
    const tls = createTlsServer({
      cert,
      key,
      handshakeTimeout: HTTP_LIMITS.tlsHandshake,
      ALPNProtocols: ["http/1.1"],
    }, (socket) => this.#serve(socket));
    tls.on("tlsClientError", (_error, socket) => socket.destroy()); // too slow, or no TLS
    return tls;
  }

  #accept(socket: Socket): void {
    socket.on("error", () => {}); // `close` follows
    if (!this.#connections.accept(socket)) return;
    socket.setNoDelay(true);
    if (this.#tls === null) this.#serve(socket);
    else this.#peek(socket, this.#tls);
  }

  /** Counts a response. Returns false, and closes the connection, if its client does not wait for the ones before. */
  #begin(socket: Socket, response: ServerResponse): boolean {
    const responses = this.#responsesOf(socket);
    if (responses.size >= HTTP_LIMITS.pipelined) {
      socket.destroy();
      return false;
    }
    responses.add(response);
    response.once("close", () => responses.delete(response));
    return true;
  }

  #responsesOf(socket: Socket): Set<ServerResponse> {
    const known = this.#responses.get(socket);
    if (known !== undefined) return known;
    const responses = new Set<ServerResponse>();
    this.#responses.set(socket, responses);
    socket.once("close", () => this.#responses.delete(socket));
    return responses;
  }

  /** The first byte tells whether the client speaks TLS. */
  #peek(socket: Socket, tls: TlsServer): void {
    const destroy = () => void socket.destroy();
    socket.setTimeout(HTTP_LIMITS.tlsHandshake, destroy);
    socket.once("end", destroy); // it closed without a byte
    socket.once("data", (first) => {
      socket.setTimeout(0, destroy);
      socket.off("end", destroy);
      socket.pause();
      const bytes = typeof first === "string" ? new TextEncoder().encode(first) : first;
      if (!speaksTls(bytes)) {
        socket.end(redirectToHttps(new TextDecoder().decode(bytes)), () => socket.destroy());
        return;
      }
      tls.emit("connection", socket);
      socket.unshift(bytes);
      queueMicrotask(() => socket.resume()); // once TLS listens
    });
  }
}
