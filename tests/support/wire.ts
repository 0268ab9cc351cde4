/** A client's end of a signaling socket, fake or real, and a client that speaks the protocol over it. */
import { isDeepStrictEqual } from "node:util";
import type { ClientMessage } from "@/signaling/protocol/client_messages.ts";
import type { Parser } from "@/signaling/protocol/parser.ts";

export type Frame = string | Uint8Array<ArrayBuffer>;

export interface Wire {
  send(frame: Frame): void;
  /** Closes this end without a message of the protocol. */
  drop(): void;
  /** Every text received, in order. */
  readonly received: readonly string[];
  /** The code that the socket was closed with; null while it is open. */
  readonly closeCode: number | null;
  /** Resolves once `holds` returns true, or once it is clear that it will not. */
  until(holds: () => boolean): Promise<void>;
}

/** A client that queues messages until the test asks for them. */
export class TestClient<Message extends { readonly type: string }> {
  readonly unread: Message[] = [];
  #parsed = 0;

  constructor(readonly wire: Wire, readonly parse: Parser<Message>) {}

  send(message: ClientMessage): void {
    this.wire.send(JSON.stringify(message));
  }

  /** The first unread message of that type. @throws with all unread messages if none comes */
  async next<Type extends Message["type"]>(
    type: Type,
  ): Promise<Extract<Message, { readonly type: Type }>> {
    let found: Extract<Message, { readonly type: Type }> | undefined;
    const { wire } = this;
    await wire.until(() => {
      found ??= this.#take(type);
      return found !== undefined || wire.closeCode !== null;
    });
    found ??= this.#take(type);
    if (found !== undefined) return found;
    const rest = this.unread.map((message) => JSON.stringify(message).slice(0, 200)).join("\n  ");
    throw new Error(`no "${type}" came; close code: ${wire.closeCode}; unread:\n  ${rest}`);
  }

  /** The code that the socket was closed with. @throws if it stays open */
  async closed(): Promise<number> {
    const { wire } = this;
    await wire.until(() => wire.closeCode !== null);
    this.#read();
    if (wire.closeCode !== null) return wire.closeCode;
    throw new Error(`still open; unread: ${JSON.stringify(this.unread).slice(0, 500)}`);
  }

  /** The unread messages of those types. */
  rest(...types: Message["type"][]): Message[] {
    this.#read();
    return this.unread.filter(({ type }) => types.includes(type));
  }

  /** The unread messages except those types. */
  restBut(...types: Message["type"][]): Message[] {
    this.#read();
    return this.unread.filter(({ type }) => !types.includes(type));
  }

  #take<Type extends Message["type"]>(type: Type) {
    this.#read();
    const index = this.unread.findIndex((message) => message.type === type);
    if (index < 0) return undefined;
    const [message] = this.unread.splice(index, 1);
    return isOf(message, type) ? message : undefined;
  }

  #read(): void {
    for (; this.#parsed < this.wire.received.length; this.#parsed++) {
      const text = this.wire.received[this.#parsed];
      const result = this.parse(text);
      if (!result.ok) throw new Error(`the server sent ${result.code}: ${text.slice(0, 300)}`);
      // The parser ignores unknown fields, which the server must not send.
      if (!isDeepStrictEqual(result.message, JSON.parse(text))) {
        throw new Error(`the server sent unknown fields: ${text.slice(0, 300)}`);
      }
      this.unread.push(result.message);
    }
  }
}

function isOf<Message extends { readonly type: string }, Type extends Message["type"]>(
  message: Message,
  type: Type,
): message is Extract<Message, { readonly type: Type }> {
  return message.type === type;
}
