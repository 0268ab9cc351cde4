/** How much a page and its server say to each other about links: over WebSockets, and over HTTP before there is one. */
import type { Page, Request } from "playwright-core";
import { PING, PONG } from "@/signaling/protocol/limits.ts";
import { onEarlyMessage } from "../../tests/support/early_messages.ts";

export interface Amount {
  readonly messages: number;
  /** Of the messages themselves, in UTF-8, without frames and headers. */
  readonly bytes: number;
}

/** The sockets' own, ours and engine.io's: they come with time, not with a join. */
const HEARTBEATS: ReadonlySet<string> = new Set([PING, PONG, "2", "3"]);
/** Between the packets of one of engine.io's requests. */
const SEPARATOR = "\x1e";

/** Begins before the page opens anything. */
export class Overheard {
  #messages = 0;
  #bytes = 0;
  /** When anything was said last. */
  #at = 0;

  constructor(page: Page) {
    const hear = (text: string) => this.#hear(text);
    onEarlyMessage(page, { sent: hear, heard: hear });
    page.on("websocket", (socket) => {
      socket.on("framesent", ({ payload }) => this.#hear(payload.toString()));
      socket.on("framereceived", ({ payload }) => this.#hear(payload.toString()));
    });
    page.on("requestfinished", (request) => void this.#poll(request));
  }

  get amount(): Amount {
    return { messages: this.#messages, bytes: this.#bytes };
  }

  /** Whether nothing was said for so long, in milliseconds. */
  isQuiet(time: number): boolean {
    return Date.now() - this.#at >= time;
  }

  async #poll(request: Request): Promise<void> {
    if (!request.url().includes("transport=polling")) return;
    const response = await request.response();
    const answer = request.method() === "GET" ? await response?.text() ?? "" : "";
    for (const packets of [request.postData() ?? "", answer]) {
      for (const packet of packets.split(SEPARATOR)) if (packet !== "") this.#hear(packet);
    }
  }

  #hear(text: string): void {
    if (HEARTBEATS.has(text)) return;
    this.#messages++;
    this.#bytes += new TextEncoder().encode(text).length;
    this.#at = Date.now();
  }
}
