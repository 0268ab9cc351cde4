/** What a viewer is told before its socket is open: kept for the response to its `watch`, and for the socket. */
import type { ServerSocket } from "./connection.ts";
import { parseToViewer, type ToViewer } from "./protocol.ts";

/** Stands in for the socket of a viewer that has none yet. */
export class Mailbox implements ServerSocket {
  readonly #settled = Promise.withResolvers<void>();
  readonly #kept: string[] = [];
  #isOpen = true;
  #isIn = false;
  onclose: ((code: number) => void) | null = null;

  /** Resolves once there is an answer, or none to be waited for. */
  readonly settled = this.#settled.promise;
  readonly settle = this.#settled.resolve;

  /** Whether its viewer was let in. */
  get isIn(): boolean {
    return this.#isIn;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  get bufferedAmount(): number {
    return this.#kept.reduce((sum, text) => sum + text.length, 0);
  }

  send(text: string): void {
    this.#kept.push(text);
    const parsed = parseToViewer(text);
    if (parsed.ok) this.#hear(parsed.message);
  }

  close(code: number): void {
    this.#isOpen = false;
    this.settle();
    this.onclose?.(code);
  }

  /** What was sent and not taken before. */
  take(): string[] {
    return this.#kept.splice(0);
  }

  #hear(message: ToViewer): void {
    if (message.type === "watching") this.#isIn = true;
    const isAnswerable = message.type === "ice-servers" ||
      (message.type === "watching" && message.state === "live" && message.about.place === null);
    if (!isAnswerable) this.settle();
  }
}
