/** A WebSocket over a TCP socket, for what `WebSocket` cannot do: set an origin, close with 1001, or reset. */
import { Buffer } from "node:buffer";
import { connect, type Socket } from "node:net";
import { SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";
import { PING, PONG } from "@/signaling/protocol/limits.ts";
import { frame, OPCODE, upgradeRequest } from "./raw_frames.ts";
import type { Frame, Wire } from "./wire.ts";

/** Far longer than anything here takes: a test that waits so long fails. */
const GUARD = 10_000;

/** The page that opens a socket. */
interface Opener {
  readonly from?: string;
  readonly protocols?: readonly string[];
}

export class RawWire implements Wire {
  readonly received: string[] = [];
  closeCode: number | null = null;
  readonly #socket: Socket;
  readonly #watchers = new Set<() => void>();
  /** The received part of an incomplete HTTP head or frame. */
  #rest = Buffer.alloc(0);
  #isOpen = false;

  /**
   * @param origin the server's origin, and by default also the `Origin` of the request
   * @param page overrides the origin and sub-protocols in the request
   */
  constructor(origin: string, { from = origin, protocols = [SUBPROTOCOL] }: Opener = {}) {
    const { hostname, port } = new URL(origin);
    this.#socket = connect(Number(port), hostname);
    this.#socket.on("data", (bytes) => this.#arrived(Buffer.from(bytes)));
    this.#socket.on("error", () => {}); // a close follows
    this.#socket.on("close", () => {
      this.closeCode ??= 1006;
      this.#changed();
    });
    this.#socket.write(upgradeRequest(origin, { from, protocols }));
  }

  /** Resolves with an open socket. */
  static async open(origin: string, page?: Opener): Promise<RawWire> {
    const wire = new RawWire(origin, page);
    await wire.until(() => wire.#isOpen || wire.closeCode !== null);
    if (!wire.#isOpen) throw new Error(`no WebSocket: ${wire.#rest}`);
    return wire;
  }

  send(frame: Frame): void {
    this.#write(typeof frame === "string" ? OPCODE.text : OPCODE.binary, Buffer.from(frame));
  }

  /** Resets the TCP connection without a close frame. */
  drop(): void {
    this.#socket.resetAndDestroy();
  }

  /** Sends a close frame, and waits for the server's. */
  async close(code: number): Promise<void> {
    this.#write(OPCODE.close, Buffer.from([code >> 8, code & 0xff]));
    await this.until(() => this.closeCode !== null);
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

  #changed(): void {
    for (const watcher of this.#watchers) watcher();
  }

  #write(kind: number, payload: Buffer): void {
    this.#socket.write(frame(kind, payload));
  }

  #arrived(bytes: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    if (!this.#isOpen) {
      const end = this.#rest.indexOf("\r\n\r\n");
      if (end < 0) return;
      if (!this.#rest.toString("latin1").startsWith("HTTP/1.1 101")) return this.drop();
      this.#rest = this.#rest.subarray(end + 4);
      this.#isOpen = true;
    }
    while (this.#takeFrame());
    this.#changed();
  }

  /** Takes one frame from the received bytes. @returns whether a complete one was there */
  #takeFrame(): boolean {
    const rest = this.#rest;
    if (rest.length < 4) return false;
    const short = rest[1]; // servers do not mask
    const [start, length] = short < 126
      ? [2, short]
      : short === 126
      ? [4, rest.readUInt16BE(2)]
      : [10, rest.length < 10 ? Infinity : Number(rest.readBigUInt64BE(2))];
    if (rest.length < start + length) return false;
    const payload = rest.subarray(start, start + length);
    this.#rest = rest.subarray(start + length);
    const kind = rest[0] & 0x0f;
    if (kind === OPCODE.text) this.#received(payload.toString());
    if (kind === OPCODE.ping) this.#write(OPCODE.pong, payload);
    if (kind === OPCODE.close) {
      this.closeCode ??= length < 2 ? 1005 : payload.readUInt16BE(0);
      this.#socket.end();
    }
    return true;
  }

  #received(text: string): void {
    if (text === PING) this.send(PONG);
    else this.received.push(text);
  }
}
