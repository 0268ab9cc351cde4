/** A TCP connection that sends only what a test writes. */
import { Buffer } from "node:buffer";
import { connect, type Socket } from "node:net";

export class RawTcp implements Disposable {
  readonly #socket: Socket;
  readonly #opened = performance.now();
  /** Resolves with the milliseconds since `connect` once the server has closed the connection. */
  readonly closed: Promise<number>;
  readonly #answered: Promise<void>;
  received = "";

  /**
   * @param from the address of this end
   * @param reads whether it takes what the server sends
   */
  constructor(origin: string, { from = "127.0.0.1", reads = true } = {}) {
    const { hostname, port } = new URL(origin);
    // Half open, so that only the server ends the connection.
    const socket = this.#socket = connect({
      host: hostname,
      port: Number(port),
      localAddress: from,
      allowHalfOpen: true,
    });
    if (reads) {
      socket.on("data", (bytes) => void (this.received += Buffer.from(bytes).toString("latin1")));
    }
    this.#answered = new Promise((resolve) => reads && socket.once("data", () => resolve()));
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

  /** Resolves with what came first, or with nothing if the server closed the connection. */
  async answer(): Promise<string> {
    await Promise.race([this.#answered, this.closed]);
    return this.received;
  }

  [Symbol.dispose](): void {
    this.#socket.destroy();
  }
}
