/** A TCP connection that sends only what a test writes. */
import { Buffer } from "node:buffer";
import { connect, type Socket } from "node:net";

export class RawTcp implements Disposable {
  readonly #socket: Socket;
  readonly #opened = performance.now();
  /** Resolves with the milliseconds since `connect` once the server has closed the connection. */
  readonly closed: Promise<number>;
  received = "";

  /** @param from the address of this end */
  constructor(origin: string, from = "127.0.0.1") {
    const { hostname, port } = new URL(origin);
    // Half open, so that only the server ends the connection.
    const socket = this.#socket = connect({
      host: hostname,
      port: Number(port),
      localAddress: from,
      allowHalfOpen: true,
    });
    socket.on("data", (bytes) => void (this.received += Buffer.from(bytes).toString("latin1")));
    socket.on("error", () => {}); // reset: `close` follows
    this.closed = new Promise((resolve) => {
      const end = () => resolve(performance.now() - this.#opened);
      socket.on("end", end);
      socket.on("close", end);
    });
  }

  write(words: string | Uint8Array): this {
    this.#socket.write(words);
    return this;
  }

  /** Resolves with the first bytes that came, or with none if the connection is closed. */
  async answer(): Promise<string> {
    while (this.received === "" && !this.#socket.readableEnded && !this.#socket.destroyed) {
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return this.received;
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}

/** A request to open a socket to a server. */
export function upgradeRequest(origin: string, protocol: string, path: string): string {
  return [
    `GET ${path} HTTP/1.1`,
    `Host: ${new URL(origin).host}`,
    `Origin: ${origin}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    `Sec-WebSocket-Protocol: ${protocol}`,
    "\r\n",
  ].join("\r\n");
}

/** A client's frame (RFC 6455, 5.2), masked with zeros. */
export function frame(opcode: number, payload: Uint8Array, isLast = true): Uint8Array {
  const { length } = payload;
  const size = length < 126
    ? [length]
    : length < 65_536
    ? [126, length >> 8, length & 255]
    : [127, 0, 0, 0, 0, length >>> 24, (length >> 16) & 255, (length >> 8) & 255, length & 255];
  const [first, ...rest] = size;
  const head = [(isLast ? 0x80 : 0) | opcode, 0x80 | first, ...rest, 0, 0, 0, 0];
  return Buffer.concat([Uint8Array.from(head), payload]);
}
