/** A viewer whose `watch` came by HTTP: what it is told is kept for the response, and then for its socket. */
import type { Beat, Liveness, PeerPort } from "../peer_port.ts";
import type { CloseReason } from "@/signaling/protocol/close_codes.ts";
import { LIMITS } from "@/signaling/protocol/limits.ts";
import type { ServerMessage } from "@/signaling/protocol/server_messages.ts";

export class PendingPeer implements PeerPort {
  readonly #settled = Promise.withResolvers<void>();
  #kept: ServerMessage[] = [];
  #keptSize = 0;
  #isOpen = true;
  #isAdmitted = false;
  #mustAnswer = false;
  /** Called once it was let go. */
  onclosed: (() => void) | null = null;

  /** Resolves once there is an answer, or none to be waited for. */
  readonly settled = this.#settled.promise;

  get isAdmitted(): boolean {
    return this.#isAdmitted;
  }

  /** Nothing is heard of it before its socket attaches, which has as long as any peer that falls silent. */
  get liveness(): Liveness {
    return "heartbeat";
  }

  deliver(message: ServerMessage | Beat): CloseReason | null {
    if (!this.#isOpen || message.type === "ping" || message.type === "pong") return null;
    this.#keptSize += sizeOf(message);
    if (this.#keptSize > LIMITS.queueBytes) return "readingTooSlow";
    this.#kept.push(message);
    if (message.type === "watching") this.#isAdmitted = true;
    if (!this.#maySoonBeAnswered(message)) this.#settled.resolve();
    return null;
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    this.#settled.resolve();
    this.onclosed?.();
  }

  takeKept(): readonly ServerMessage[] {
    const kept = this.#kept;
    this.#kept = [];
    this.#keptSize = 0;
    return kept;
  }

  /** Waits for the broadcaster's answer no longer. Whether it is admitted is still waited for. */
  answerNow(): void {
    this.#mustAnswer = true;
    if (this.#isAdmitted) this.#settled.resolve();
  }

  #maySoonBeAnswered(message: ServerMessage): boolean {
    if (message.type === "ice-servers") return true; // its welcome comes next
    return message.type === "watching" && message.state === "live" &&
      message.details.place === null && !this.#mustAnswer;
  }
}

/** About how many bytes of memory a message takes. It need not be written out to know that. */
function sizeOf(value: unknown): number {
  if (typeof value === "string") return value.length;
  if (typeof value !== "object" || value === null) return 8;
  return Object.values(value).reduce<number>((sum, each) => sum + sizeOf(each), 16);
}
