/**
 * Has each hello checked before a room hears of it. That may take a while (a store, another server), up to a bound; what the
 * peer says meanwhile waits.
 */
import { getLogger } from "@logtape/logtape";
import type { Access, Admitted, Decision } from "./access/access.ts";
import type { Clock } from "@/common/clock.ts";
import type { Connection } from "./connection.ts";
import { Inbox } from "./inbox.ts";
import type { Peers } from "./peers.ts";
import type { Hello } from "../protocol/client_messages.ts";
import { NO_DESCRIPTION } from "../protocol/description.ts";
import type { PeerId, Role, RoomEvent } from "../room/model.ts";

const log = getLogger(["tuila", "admission"]);

/** How long a hello may be checked, in milliseconds. */
export const ADMISSION_TIMEOUT = 5_000;

export interface AdmissionOptions {
  readonly access: Access;
  readonly clock: Clock;
  readonly peers: Peers;
  /** Whether this server has a place in that stream for one who says this. */
  readonly hasPlace: (hello: Hello, stream: string) => boolean;
  /** Brings a peer that may come in to its room. */
  readonly enter: (connection: Connection, hello: Hello, admitted: Admitted) => void;
  /** Takes what a peer said meanwhile, unless it was let go. */
  readonly take: (connection: Connection, data: unknown) => void;
}

export class Admission {
  readonly #options: AdmissionOptions;
  #arrivals = 0;
  /** How many hellos are being checked, and how many of their peers are still here. */
  #checks = 0;
  #waiting = 0;
  #tellIdle: (() => void) | null = null;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** How many are being checked for peers that have gone. They count as peers do: whoever comes and goes makes no more. */
  get abandoned(): number {
    return this.#checks - this.#waiting;
  }

  /** Resolves once nothing is being checked. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#checks === 0) resolve();
      else this.#tellIdle = resolve;
    });
  }

  /** Takes a peer's first message. */
  hear(connection: Connection, hello: Hello): void {
    const { phase } = connection;
    if (phase.name !== "hello") return;
    if (phase.watchesOnly && !this.#isViewers(hello)) {
      return this.#options.peers.reject(connection, "bad-message");
    }
    phase.cancelTimeout();
    this.#begin(connection, hello);
  }

  #isViewers(hello: Hello): boolean {
    if (hello.type === "publish") return false;
    if (hello.type === "watch") return true;
    return this.#options.access.readTicket(hello.ticket)?.role !== "broadcaster";
  }

  #begin(connection: Connection, hello: Hello): void {
    const { access, clock, peers, hasPlace } = this.#options;
    // Before anything is claimed for it.
    if ("stream" in hello && !hasPlace(hello, hello.stream)) {
      return peers.refuse(connection, "server-full");
    }
    const decision = access.admit(hello);
    let isWaiting = true;
    const cancel = clock.after(
      ADMISSION_TIMEOUT,
      () => peers.guard(connection, () => peers.close(connection, "admissionTimeout")),
    );
    const cancelTimeout = () => {
      cancel();
      if (isWaiting) this.#waiting--;
      isWaiting = false;
    };
    connection.phase = { name: "admitting", cancelTimeout, inbox: new Inbox() };
    connection.arrival = ++this.#arrivals;
    this.#checks++;
    this.#waiting++;
    decision.then(
      (decided) => peers.guard(connection, () => this.#decided(connection, hello, decided)),
      (error) => peers.guard(connection, () => this.#failed(connection, error)),
    );
  }

  #decided(connection: Connection, hello: Hello, decision: Decision): void {
    const { access, take } = this.#options;
    const { phase } = connection;
    this.#ended();
    if (phase.name !== "admitting") { // its peer went meanwhile
      if (decision.ok) access.withdraw(decision);
      return;
    }
    phase.cancelTimeout();
    this.#bring(connection, hello, decision);
    for (const data of phase.inbox) take(connection, data);
  }

  #bring(connection: Connection, hello: Hello, decision: Decision): void {
    const { access, peers, hasPlace, enter } = this.#options;
    if (!decision.ok) return peers.refuse(connection, decision.code);
    if (!hasPlace(hello, decision.stream)) { // it was taken meanwhile
      access.withdraw(decision);
      return peers.refuse(connection, "server-full");
    }
    enter(connection, hello, decision);
  }

  #failed(connection: Connection, error: unknown): void {
    this.#ended();
    log.error("A hello could not be checked: {error}", { error });
    this.#options.peers.close(connection, "internal");
  }

  #ended(): void {
    if (--this.#checks === 0) this.#tellIdle?.();
  }
}

/**
 * What a room hears of a peer that may come in.
 * @param rebuild see `RoomEvent`
 */
export function roomEvent(
  hello: Exclude<Hello, { readonly type: "attach" }>,
  peer: PeerId,
  role: Role,
  rebuild: boolean,
): RoomEvent {
  switch (hello.type) {
    case "publish":
      return { type: "publish", peer, description: hello.description ?? NO_DESCRIPTION };
    case "watch":
      return { type: "watch", peer, offer: hello.offer };
    case "resume": {
      const { negotiation, linked, description = NO_DESCRIPTION } = hello;
      return { type: "resume", role, peer, negotiation, linked, rebuild, description };
    }
    default:
      return hello satisfies never;
  }
}
