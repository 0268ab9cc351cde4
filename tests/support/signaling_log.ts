/** What a page and the server say to each other, overheard in the browser. */
import type { Page } from "playwright-core";
import { SIGNALING_PATH } from "@/signaling/protocol/endpoint.ts";
import type { Parser } from "@/signaling/protocol/parser.ts";
import {
  parseToBroadcaster,
  parseToViewer,
  type ToBroadcaster,
  type ToViewer,
} from "@/signaling/protocol/server_messages.ts";
import { PATIENCE } from "./browser.ts";
import { onEarlyMessage } from "./early_messages.ts";

interface Heard<Message> {
  readonly at: number;
  readonly message: Message;
}

/** Begins before the page opens its first socket. */
export class SignalingLog<Message extends { readonly type: string }> {
  readonly heard: Heard<Message>[] = [];
  /** When the page began each of its sockets. */
  readonly sockets: number[] = [];
  readonly #watchers = new Set<() => void>();

  constructor(page: Page, parse: Parser<Message>) {
    const hear = (data: unknown) => {
      const parsed = parse(data);
      if (!parsed.ok) return;
      this.heard.push({ at: Date.now(), message: parsed.message });
      for (const watcher of this.#watchers) watcher();
    };
    onEarlyMessage(page, { heard: hear });
    page.on("websocket", (socket) => {
      if (new URL(socket.url()).pathname !== SIGNALING_PATH) return;
      this.sockets.push(Date.now());
      socket.on("framereceived", ({ payload }) => hear(payload));
    });
  }

  /** Every message of that type that came after `since`. */
  of<Type extends Message["type"]>(
    type: Type,
    since = 0,
  ): Heard<Extract<Message, { readonly type: Type }>>[] {
    const found: Heard<Extract<Message, { readonly type: Type }>>[] = [];
    for (const { at, message } of this.heard) {
      if (at > since && isOf(message, type)) found.push({ at, message });
    }
    return found;
  }

  /** The first message of that type after `since`, waited for. */
  next<Type extends Message["type"]>(
    type: Type,
    since = 0,
  ): Promise<Heard<Extract<Message, { readonly type: Type }>>> {
    const { promise, resolve, reject } = Promise.withResolvers<
      Heard<Extract<Message, { readonly type: Type }>>
    >();
    const look = () => {
      const [first] = this.of(type, since);
      if (first === undefined) return;
      this.#watchers.delete(look);
      clearTimeout(guard);
      resolve(first);
    };
    const guard = setTimeout(() => {
      this.#watchers.delete(look);
      reject(new Error(`no "${type}" within ${PATIENCE} ms; ${this.sockets.length} sockets`));
    }, PATIENCE);
    this.#watchers.add(look);
    look();
    return promise;
  }
}

export type BroadcasterLog = SignalingLog<ToBroadcaster>;
export type ViewerLog = SignalingLog<ToViewer>;

export const broadcasterLog = (page: Page): BroadcasterLog =>
  new SignalingLog(page, parseToBroadcaster);
export const viewerLog = (page: Page): ViewerLog => new SignalingLog(page, parseToViewer);

function isOf<Message extends { readonly type: string }, Type extends Message["type"]>(
  message: Message,
  type: Type,
): message is Extract<Message, { readonly type: Type }> {
  return message.type === type;
}
