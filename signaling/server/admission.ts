/**
 * Checks each hello before its room receives it. A check may be slow (a store, another server) and has a time limit. Messages
 * that the peer sends meanwhile wait in an inbox.
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

/** How long checking a hello may take, in milliseconds. */
export const ADMISSION_TIMEOUT = 5_000;

export interface AdmissionOptions {
  readonly access: Access;
  readonly clock: Clock;
  readonly peers: Peers;
  /** Whether this server has a place in that stream for the sender of this hello. */
  readonly hasPlace: (hello: Hello, stream: string) => boolean;
  /** Passes a peer that `Access` admitted to its room. */
  readonly enter: (connection: Connection, hello: Hello, admitted: Admitted) => void;
  /** Handles a message from the inbox, unless the connection has been closed. */
  readonly receive: (connection: Connection, data: unknown) => void;
}

export class Admission {
  readonly #options: AdmissionOptions;
  #arrivals = 0;
  /** How many hellos are being checked, and how many of their peers are still connected. */
  #checks = 0;
  #waitingPeers = 0;
  #resolveIdle: (() => void) | null = null;

  constructor(options: AdmissionOptions) {
    this.#options = options;
  }

  /** Checks whose peers have gone. They count as sockets, so that connecting and leaving quickly cannot start more checks. */
  get abandoned(): number {
    return this.#checks - this.#waitingPeers;
  }

  /** Resolves once nothing is being checked. */
  idle(): Promise<void> {
    return new Promise((resolve) => {
      if (this.#checks === 0) resolve();
      else this.#resolveIdle = resolve;
    });
  }

  /** Handles a peer's first message. */
  check(connection: Connection, hello: Hello): void {
    const { phase } = connection;
    if (phase.name !== "hello") return;
    if (phase.watchesOnly && !this.#isFromViewer(hello)) {
      return this.#options.peers.reject(connection, "bad-message");
    }
    phase.cancelTimeout();
    this.#startCheck(connection, hello);
  }

  #isFromViewer(hello: Hello): boolean {
    if (hello.type === "publish") return false;
    if (hello.type === "watch") return true;
    return this.#options.access.readTicket(hello.ticket)?.role !== "broadcaster";
  }

  #startCheck(connection: Connection, hello: Hello): void {
    const { access, clock, peers, hasPlace } = this.#options;
    // Before `admit`, which may claim a name.
    if ("stream" in hello && !hasPlace(hello, hello.stream)) {
      return peers.refuse(connection, "server-full");
    }
    const decision = access.admit(hello, connection.address);
    let isWaiting = true;
    const cancel = clock.after(
      ADMISSION_TIMEOUT,
      () => peers.guard(connection, () => peers.close(connection, "admissionTimeout")),
    );
    const cancelTimeout = () => {
      cancel();
      if (isWaiting) this.#waitingPeers--;
      isWaiting = false;
    };
    connection.phase = { name: "admitting", cancelTimeout, inbox: new Inbox() };
    connection.arrival = ++this.#arrivals;
    this.#checks++;
    this.#waitingPeers++;
    decision.then(
      (decided) => peers.guard(connection, () => this.#decided(connection, hello, decided)),
      (error) => peers.guard(connection, () => this.#failed(connection, error)),
    );
  }

  #decided(connection: Connection, hello: Hello, decision: Decision): void {
    const { access, receive } = this.#options;
    const { phase } = connection;
    this.#endCheck();
    if (phase.name !== "admitting") { // the peer left meanwhile
      if (decision.ok) access.withdraw(decision);
      return;
    }
    phase.cancelTimeout();
    this.#enterOrRefuse(connection, hello, decision);
    for (const data of phase.inbox) receive(connection, data);
  }

  #enterOrRefuse(connection: Connection, hello: Hello, decision: Decision): void {
    const { access, peers, hasPlace, enter } = this.#options;
    if (!decision.ok) return peers.refuse(connection, decision.code, decision.retryAfter);
    if (!hasPlace(hello, decision.stream)) { // the last place was taken meanwhile
      access.withdraw(decision);
      return peers.refuse(connection, "server-full");
    }
    enter(connection, hello, decision);
  }

  #failed(connection: Connection, error: unknown): void {
    this.#endCheck();
    log.error("A hello could not be checked: {error}", { error });
    this.#options.peers.close(connection, "internal");
  }

  #endCheck(): void {
    if (--this.#checks === 0) this.#resolveIdle?.();
  }
}

/** An admitted peer. */
interface Entrant {
  readonly peer: PeerId;
  readonly role: Role;
  /** See `RoomEvent`. */
  readonly rebuild: boolean;
  readonly network: string;
}

/** The event with which an admitted peer enters its room. */
export function roomEvent(
  hello: Exclude<Hello, { readonly type: "attach" }>,
  { peer, role, rebuild, network }: Entrant,
): RoomEvent {
  switch (hello.type) {
    case "publish":
      return { type: "publish", peer, description: hello.description ?? NO_DESCRIPTION };
    case "watch":
      return { type: "watch", peer, network, offer: hello.offer };
    case "resume": {
      const { negotiation, linked, description = NO_DESCRIPTION } = hello;
      return { type: "resume", role, peer, network, negotiation, linked, rebuild, description };
    }
    default:
      return hello satisfies never;
  }
}
