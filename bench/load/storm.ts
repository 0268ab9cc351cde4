/** All clients reconnect to a killed server, with the reconnection policy of Tuila's pages. */
import { type Network, SignalingClient } from "@/signaling/client/signaling_client.ts";
import type { Hello } from "@/signaling/protocol/client_messages.ts";
import { NO_DESCRIPTION } from "@/signaling/protocol/description.ts";
import { SIGNALING_PATH, SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";
import {
  parseToBroadcaster,
  parseToViewer,
  type ToBroadcaster,
  type ToViewer,
} from "@/signaling/protocol/server_messages.ts";
import { atATime, pause } from "./pace.ts";
import { newSocket } from "./socket.ts";
import type { Storm, StormResult } from "./tasks.ts";
import { ANSWER, OFFER } from "./tuila.ts";

/** How many clients join at the same time, before the storm. */
const JOINING = 16;

/** @param ready called once all clients are connected, so that the server may be killed */
export async function storm(task: Storm, ready: () => void): Promise<StormResult> {
  const { origin, clients, streams, patience } = task;
  const crowd = new Crowd();
  const network = networkOf(origin);
  const names = Array.from({ length: streams }, (_, index) => `stream-${index}`);
  await atATime(JOINING, names, (name) => crowd.joins((guest) => broadcast(name, network, guest)));
  const viewers = Array.from({ length: clients - streams }, (_, index) => names[index % streams]);
  await atATime(JOINING, viewers, (name) => crowd.joins((guest) => watch(name, network, guest)));

  crowd.forget();
  ready();
  await crowd.areLost();
  await Promise.race([crowd.areBack(), pause(patience)]);
  return { back: crowd.back };
}

/** Callbacks of one client. */
interface Guest {
  /** The server admitted it, and its answer arrived. */
  isIn(): void;
  isOut(): void;
}

/** The clients that are connected, and since when. */
class Crowd {
  readonly #in = new Map<Guest, number>();
  #size = 0;
  readonly #lost = new Set<Guest>();
  #watchers: { readonly holds: () => boolean; readonly resolve: () => void }[] = [];

  get back(): number[] {
    return [...this.#in].filter(([guest]) => this.#lost.has(guest)).map(([, since]) => since);
  }

  /** Adds a client, and resolves once it is connected. */
  joins(begin: (guest: Guest) => void): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const guest: Guest = {
      isIn: () => {
        if (!this.#in.has(guest)) this.#in.set(guest, Date.now());
        resolve();
        this.#checkWatchers();
      },
      isOut: () => {
        this.#in.delete(guest);
        this.#lost.add(guest);
        this.#checkWatchers();
      },
    };
    this.#size++;
    begin(guest);
    return promise;
  }

  /** Forgets the clients that lost their connection so far. */
  forget(): void {
    this.#lost.clear();
  }

  areLost(): Promise<void> {
    return this.#until(() => this.#lost.size === this.#size);
  }

  areBack(): Promise<void> {
    return this.#until(() => this.#in.size === this.#size);
  }

  #until(holds: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#watchers.push({ holds, resolve });
      this.#checkWatchers();
    });
  }

  #checkWatchers(): void {
    this.#watchers = this.#watchers.filter(({ holds, resolve }) => {
      const isDone = holds();
      if (isDone) resolve();
      return !isDone;
    });
  }
}

/** The counterpart of `signaling/client/browser_network.ts` for Deno. Without a listening server a probe fails at once. */
function networkOf(origin: string): Network {
  return {
    connect: () => newSocket(origin, SIGNALING_PATH, [SUBPROTOCOL]),
    inquire: () => () => {}, // the reason does not matter here
    probe(answered) {
      const request = new AbortController();
      const { signal } = request;
      const answer = (isThere: boolean) => {
        if (!signal.aborted) answered(isThere);
      };
      fetch(`${origin}/healthz`, { method: "HEAD", signal })
        .then(({ status }) => answer(status < 500), () => answer(false));
      return () => request.abort();
    },
  };
}

function broadcast(stream: string, network: Network, { isIn, isOut }: Guest): void {
  let hello: Hello = { type: "publish", stream };
  const client = new SignalingClient<ToBroadcaster>({
    network,
    parse: parseToBroadcaster,
    opened: () => client.send(hello),
    received(message) {
      if (message.type === "offer") {
        const { from: to, negotiation } = message;
        return client.send({ type: "answer", to, negotiation, sdp: ANSWER });
      }
      if (message.type !== "publishing") return;
      const { ticket } = message;
      const description = NO_DESCRIPTION;
      hello = { type: "resume", ticket, negotiation: 0, linked: false, description };
      isIn();
    },
    lost: isOut,
    closed: isOut,
  });
  client.connect();
}

function watch(stream: string, network: Network, { isIn, isOut }: Guest): void {
  let hello: Hello = { type: "watch", stream, offer: { negotiation: 1, sdp: OFFER } };
  let isLinked = false;
  const client = new SignalingClient<ToViewer>({
    network,
    parse: parseToViewer,
    opened: () => client.send(hello),
    received(message) {
      if (message.type === "watching") {
        hello = { type: "resume", ticket: message.ticket, negotiation: 1, linked: true };
      }
      if (message.type === "answer") isLinked = true;
      if (isLinked && (message.type === "watching" || message.type === "answer")) isIn();
    },
    lost: isOut,
    closed: isOut,
  });
  client.connect();
}
