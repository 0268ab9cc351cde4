/** Counts the signaling messages between a page and its server: over WebSockets, and over HTTP before one is open. */
import type { Page, Request } from "playwright-core";
import { PING, PONG } from "@/signaling/protocol/limits.ts";
import { onEarlyMessage } from "../../tests/support/early_messages.ts";

export interface Amount {
  readonly messages: number;
  /** UTF-8 bytes of the messages, without frames and headers. */
  readonly bytes: number;
}

/** Heartbeats of Tuila and of engine.io, which are not part of a join. */
const HEARTBEATS: ReadonlySet<string> = new Set([PING, PONG, "2", "3"]);
/** Separates the packets in a request of engine.io. */
const SEPARATOR = "\x1e";

/** Create it before the page opens connections. */
export class Overheard {
  #messages = 0;
  #bytes = 0;
  /** When the last message passed. */
  #lastAt = 0;

  constructor(page: Page) {
    const count = (text: string) => this.#count(text);
    onEarlyMessage(page, { sent: count, received: count });
    page.on("websocket", (socket) => {
      socket.on("framesent", ({ payload }) => this.#count(payload.toString()));
      socket.on("framereceived", ({ payload }) => this.#count(payload.toString()));
    });
    page.on("requestfinished", (request) => void this.#poll(request));
  }

  get amount(): Amount {
    return { messages: this.#messages, bytes: this.#bytes };
  }

  /** Whether no message passed for `time` milliseconds. */
  isQuiet(time: number): boolean {
    return Date.now() - this.#lastAt >= time;
  }

  async #poll(request: Request): Promise<void> {
    if (!request.url().includes("transport=polling")) return;
    const response = await request.response();
    const answer = request.method() === "GET" ? await response?.text() ?? "" : "";
    for (const packets of [request.postData() ?? "", answer]) {
      for (const packet of packets.split(SEPARATOR)) if (packet !== "") this.#count(packet);
    }
  }

  #count(text: string): void {
    if (HEARTBEATS.has(text)) return;
    this.#messages++;
    this.#bytes += new TextEncoder().encode(text).length;
    this.#lastAt = Date.now();
  }
}
