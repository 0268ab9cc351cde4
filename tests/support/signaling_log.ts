/** Records the messages that a page receives from the server. */
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

interface Received<Message> {
  readonly at: number;
  readonly message: Message;
}

/** Construct it before the page opens its first socket. */
export class SignalingLog<Message extends { readonly type: string }> {
  readonly received: Received<Message>[] = [];
  /** When the page opened each of its sockets. */
  readonly sockets: number[] = [];
  readonly #watchers = new Set<() => void>();

  constructor(page: Page, parse: Parser<Message>) {
    const receive = (data: unknown) => {
      const parsed = parse(data);
      if (!parsed.ok) return;
      this.received.push({ at: Date.now(), message: parsed.message });
      for (const watcher of this.#watchers) watcher();
    };
    onEarlyMessage(page, { received: receive });
    page.on("websocket", (socket) => {
      if (new URL(socket.url()).pathname !== SIGNALING_PATH) return;
      this.sockets.push(Date.now());
      socket.on("framereceived", ({ payload }) => receive(payload));
    });
  }

  /** Every message of that type received after `since`. */
  of<Type extends Message["type"]>(
    type: Type,
    since = 0,
  ): Received<Extract<Message, { readonly type: Type }>>[] {
    const found: Received<Extract<Message, { readonly type: Type }>>[] = [];
    for (const { at, message } of this.received) {
      if (at > since && isOf(message, type)) found.push({ at, message });
    }
    return found;
  }

  /** Waits for the first message of that type after `since`. */
  next<Type extends Message["type"]>(
    type: Type,
    since = 0,
  ): Promise<Received<Extract<Message, { readonly type: Type }>>> {
    const { promise, resolve, reject } = Promise.withResolvers<
      Received<Extract<Message, { readonly type: Type }>>
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
