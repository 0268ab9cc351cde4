/** A viewer that joined by HTTP. Buffers its messages for the response, then for its socket. */
import type { Beat, Liveness, PeerPort } from "../peer_port.ts";
import type { CloseReason } from "@/signaling/protocol/close_codes.ts";
import { LIMITS } from "@/signaling/protocol/limits.ts";
import type { ServerMessage } from "@/signaling/protocol/server_messages.ts";

export class PendingPeer implements PeerPort {
  readonly #settled = Promise.withResolvers<void>();
  #buffer: ServerMessage[] = [];
  #bufferedBytes = 0;
  #isOpen = true;
  #isAdmitted = false;
  #waitsForAnswer = true;
  /** Called when the hub closes this peer. */
  onclosed: (() => void) | null = null;

  /** Resolves once the response can be sent. */
  readonly settled = this.#settled.promise;

  get isAdmitted(): boolean {
    return this.#isAdmitted;
  }

  /** No messages come before the socket attaches, so the heartbeat's limit for silence is the time limit for `attach`. */
  get liveness(): Liveness {
    return "heartbeat";
  }

  deliver(message: ServerMessage | Beat): CloseReason | null {
    if (!this.#isOpen || message.type === "ping" || message.type === "pong") return null;
    this.#bufferedBytes += sizeOf(message);
    if (this.#bufferedBytes > LIMITS.queueBytes) return "readingTooSlow";
    this.#buffer.push(message);
    if (message.type === "watching") this.#isAdmitted = true;
    if (!this.#expectsMore(message)) this.#settled.resolve();
    return null;
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#settled.resolve();
    this.onclosed?.();
  }

  takeBuffered(): readonly ServerMessage[] {
    const buffered = this.#buffer;
    this.#buffer = [];
    this.#bufferedBytes = 0;
    return buffered;
  }

  /** Stops waiting for the broadcaster's answer. The response still waits until the viewer is admitted or refused. */
  stopWaiting(): void {
    this.#waitsForAnswer = false;
    if (this.#isAdmitted) this.#settled.resolve();
  }

  #expectsMore(message: ServerMessage): boolean {
    if (message.type === "ice-servers") return true; // `watching` comes next
    return message.type === "watching" && message.state === "live" &&
      message.details.place === null && this.#waitsForAnswer;
  }
}

/** Estimates a message's size in bytes without serializing it. */
function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 8;
  return Object.values(value).reduce<number>((sum, each) => sum + sizeOf(each), 16);
}
