/**
 * A viewer, a broadcaster and the server in a simulated network with fake time, so that events happen one by one.
 * Clients, hub and rooms are real; sockets, links and the network are fake.
 */
import { createAccess } from "@/signaling/server/access/access.ts";
import type { Claim, ClaimStore } from "@/signaling/server/access/claims.ts";
import {
  type ClientSocket,
  type Network,
  SignalingClient,
} from "@/signaling/client/signaling_client.ts";
import { joinByHttp } from "@/signaling/server/transports/http_join.ts";
import { Hub } from "@/signaling/server/hub.ts";
import { type Turn, TurnCredentials } from "@/signaling/server/access/turn_credentials.ts";
import type { PeerEvents } from "@/signaling/server/peer_port.ts";
import { parseToBroadcaster, type ToBroadcaster } from "@/signaling/protocol/server_messages.ts";
import { departure, WebSocketPort } from "@/signaling/server/transports/websocket.ts";
import { atOnce } from "./at_once.ts";
import { FakeClock } from "./fake_clock.ts";
import { HUB_LIMITS, ROOM_LIMITS } from "./limits.ts";
import { Violation } from "./room_checker.ts";

const TURN: Turn = { urls: ["turn:t.example"], secret: "north-sea", lifetime: 60_000 };

const LATENCY = 20;
/** How often a client repeats a probe that gets no answer. */
const PROBE_EVERY = 2_500;

/** The broadcaster's end of a link. */
interface End {
  readonly negotiation: number;
  readonly life: Life;
}

/** The state of one end of a link. */
export interface Life {
  over: boolean;
  /** When media could last pass. */
  workedAt: number;
}

/** Both kinds of path: a broadcaster has its TURN credentials from the start. */
export const BOTH: Ways = { direct: true, relayed: true };

/** One side's network. When the address changes, sockets and paths of the old one die silently. */
export interface Side {
  up: boolean;
  address: number;
}

export interface Description {
  readonly text: string;
  readonly address: number;
  /** The kinds of candidates in it. */
  readonly ways: Ways;
}

/** Kinds of path: direct, and relayed by a TURN server. */
export interface Ways {
  readonly direct: boolean;
  readonly relayed: boolean;
}

export interface Answer extends Description {
  readonly offer: string;
  readonly life: Life;
}

export class World {
  readonly clock = new FakeClock(0);
  readonly viewer: Side = { up: true, address: 0 };
  readonly broadcaster: Side = { up: true, address: 0 };
  /** Whether media passes between the two sides. Sockets are not affected. */
  path = true;
  /** How many viewers the server admits to a room. */
  places = ROOM_LIMITS.viewers;
  /** Whether the only path goes through the viewer's TURN server. */
  needsTurn = false;
  /** Whether the broadcaster's page declines offers. */
  declines = false;
  /** How many viewers get a slot; null: no limit. */
  capacity: number | null = null;
  /** How long the broadcaster's page takes to answer an offer, in milliseconds. */
  slowness = 0;
  page: BroadcasterPage | null = null;
  hub: Hub | null = null;
  readonly wires = new Set<Wire>();
  /** How many sockets were opened. */
  sockets = 0;
  readonly answers = new Map<string, Answer>();
  #serial = 0;
  #server = { alive: false };
  #claim: Claim | undefined;

  /**
   * @param random the clients' random numbers, from 0 to 1
   * @param hasTurn whether the server sends TURN credentials to admitted peers
   */
  constructor(readonly random: () => number, readonly hasTurn: boolean) {
    this.serve();
  }

  describe(address: number, ways: Ways): Description {
    return { text: `v=0 ${this.#serial++} a=candidate`, address, ways };
  }

  later(delay: number): Promise<void> {
    return new Promise((resolve) => this.clock.after(delay, resolve));
  }

  serve(): void {
    if (this.hub !== null) return;
    const server = { alive: true };
    const clock = {
      now: () => this.clock.now(),
      after: (delay: number, callback: () => void) =>
        this.clock.after(delay, () => server.alive ? callback() : undefined),
    };
    const places = () => this.places;
    const roomLimits = {
      ...ROOM_LIMITS,
      get viewers() {
        return places();
      },
    };
    const store: ClaimStore = {
      find: () => this.#claim,
      add: (claim) => {
        this.#claim ??= claim;
        return this.#claim === claim;
      },
      save: (claim) => void (this.#claim = claim),
      remove: () => void (this.#claim = undefined),
      leastUsed: () => undefined,
      release: () => {},
      count: () => 0,
      secret: new Uint8Array(32),
      close: () => {},
    };
    const access = atOnce(createAccess({ store, clock }));
    const turn = this.hasTurn ? new TurnCredentials(TURN, clock.now) : null;
    this.hub = new Hub({ ...HUB_LIMITS, access, clock, roomLimits, turn });
    this.#server = server;
  }

  /** Ends the server's process. @param drains whether it closes its sockets in order first */
  end(drains: boolean): void {
    if (drains) void this.hub?.drain(); // closes so few sockets at once
    this.#server.alive = false;
    this.hub = null;
    for (const wire of this.wires) wire.sever();
  }

  /** Closes all sockets of one side at both ends, as a network does that still works. */
  cut(side: Side): void {
    for (const wire of this.wires) if (wire.side === side) wire.cut();
  }

  change(side: Side, change: Partial<Side>): void {
    Object.assign(side, change);
    for (const wire of this.wires) wire.pump();
  }

  limit(capacity: number | null): void {
    this.capacity = capacity;
    this.page?.describe();
  }

  broadcast(): void {
    this.page ??= new BroadcasterPage(this);
  }
}

/** The network of that side's pages. */
export function networkOf(world: World, side: Side): Network {
  return {
    connect: () => new Wire(world, side),
    probe(answered) {
      let cancel = () => {};
      const ask = () => {
        const { address } = side;
        cancel = world.clock.after(2 * LATENCY, () => {
          if (side.up && side.address === address) answered(world.hub !== null);
          else cancel = world.clock.after(PROBE_EVERY, ask);
        });
      };
      ask();
      return () => cancel();
    },
    inquire: (answered) => world.clock.after(2 * LATENCY, () => answered("unreachable")),
  };
}

/** Sends a page's HTTP join to the hub. While that side's network is down, the response never arrives. */
export async function post(world: World, side: Side, body: string): Promise<Response> {
  const { address } = side;
  const noResponse = new Promise<never>(() => {});
  await world.later(LATENCY);
  if (!side.up || side.address !== address) return noResponse;
  const { hub } = world;
  if (hub === null) throw new TypeError("nobody listens");
  const { as, messages } = await joinByHttp(hub, body, "192.0.2.1", world.clock);
  if (hub !== world.hub) throw new TypeError("nobody is there any more");
  await world.later(LATENCY);
  if (!side.up || side.address !== address) return noResponse;
  return Response.json(messages, { status: as === "welcome" ? 200 : 503 });
}

/** A socket with both its ends. Frames sent while the network is down arrive when it is up again. */
export class Wire implements ClientSocket {
  onopen: ClientSocket["onopen"] = null;
  onmessage: ClientSocket["onmessage"] = null;
  onclose: ClientSocket["onclose"] = null;
  readyState: number = WebSocket.CONNECTING;
  readonly #address: number;
  #queue: { readonly at: number; readonly arrive: () => void }[] = [];
  #server: PeerEvents | null = null;

  constructor(readonly world: World, readonly side: Side) {
    this.#address = side.address;
    world.wires.add(this);
    world.sockets++;
    this.#send(() => this.#open());
  }

  #open(): void {
    const { hub } = this.world;
    if (hub === null) return this.#closed(1006);
    let isOpen = true;
    const socket = {
      send: (data: string) =>
        this.#send(() => this.onmessage?.(new MessageEvent("message", { data }))),
      close: (code: number) => {
        isOpen = false;
        this.#server = null;
        this.#send(() => this.#closed(code));
      },
      bufferedAmount: 0,
      get readyState() {
        return isOpen ? WebSocket.OPEN : WebSocket.CLOSED;
      },
    };
    this.#server = hub.connect(new WebSocketPort(socket), { address: "192.0.2.1" });
    this.readyState = WebSocket.OPEN;
    this.onopen?.(new Event("open"));
  }

  send(text: string): void {
    this.#send(() => this.#server?.message(text));
  }

  close(): void {
    this.readyState = WebSocket.CLOSING;
    this.#send(() => this.#leave(1005));
  }

  cut(): void {
    this.#queue = [];
    this.#send(() => {
      this.#leave(1006);
      this.#closed(1006);
    });
  }

  /** The server's process has ended, and its end of the socket with it. */
  sever(): void {
    this.#server = null;
    this.#send(() => this.#closed(1006));
  }

  /** Delivers the frames that are due. */
  pump(): void {
    if (this.#address !== this.side.address) return void this.world.wires.delete(this);
    while (this.side.up && this.#queue.length > 0 && this.#queue[0].at <= this.world.clock.now()) {
      this.#queue.shift()?.arrive();
    }
  }

  #send(arrive: () => void): void {
    this.#queue.push({ at: this.world.clock.now() + LATENCY, arrive });
    this.world.clock.after(LATENCY, () => this.pump());
  }

  #leave(code: number): void {
    this.#server?.closed(departure(code));
    this.#server = null;
    this.world.wires.delete(this);
  }

  #closed(code: number): void {
    this.world.wires.delete(this);
    this.readyState = WebSocket.CLOSED;
    this.onclose?.(new CloseEvent("close", { code }));
  }
}

/** A minimal broadcaster's page that follows PROTOCOL.md. */
export class BroadcasterPage {
  readonly ends = new Map<string, End>();
  readonly #client: SignalingClient<ToBroadcaster>;
  #ticket: string | null = null;
  #refusal: string | null = null;

  constructor(readonly world: World) {
    const { clock, random } = world;
    this.#client = new SignalingClient<ToBroadcaster>({
      parse: parseToBroadcaster,
      clock,
      random,
      network: networkOf(world, world.broadcaster),
      opened: () => {
        const ticket = this.#ticket;
        const description = { title: null, capacity: world.capacity };
        if (ticket !== null) {
          const hello = { ticket, negotiation: 0, linked: false, description } as const;
          this.#client.send({ type: "resume", ...hello });
        } else this.#client.send({ type: "publish", stream: "live", key: "k", description });
      },
      received: (message) => this.#received(message),
      lost: () => {},
      closed: (code) => {
        if (this.#refusal !== "ticket-refused") {
          throw new Violation(`the broadcaster is let go with ${code}`);
        }
        this.#ticket = this.#refusal = null;
        this.#client.connectIn(0);
      },
    });
    this.#client.connect();
  }

  describe(): void {
    this.#client.send({ type: "describe", title: null, capacity: this.world.capacity });
  }

  /** @param stopping whether it sends `stop` */
  leave(stopping: boolean): void {
    this.#client.close(stopping ? { type: "stop" } : undefined);
    for (const peer of this.ends.keys()) this.#close(peer);
    this.world.page = null;
  }

  #received(message: ToBroadcaster): void {
    if (message.type === "publishing") {
      this.#ticket = message.ticket;
      for (const peer of message.left) this.#close(peer);
    } else if (message.type === "offer") {
      const { slowness, clock } = this.world;
      const answer = () => this.world.page === this && this.#answer(message);
      if (slowness === 0) answer();
      else clock.after(slowness, answer);
    } else if (message.type === "left") this.#close(message.peer);
    else if (message.type === "error") this.#refusal = message.code;
  }

  #answer(message: Extract<ToBroadcaster, { type: "offer" }>): void {
    const { from: to, negotiation, restart, sdp: offer } = message;
    const before = this.ends.get(to);
    if (before !== undefined && before.negotiation > negotiation) return;
    if (!restart) this.#close(to);
    if (this.world.declines || (restart && before === undefined)) {
      this.#close(to);
      return this.#client.send({ type: "decline", to, negotiation });
    }
    const life = restart && before !== undefined ? before.life : { over: false, workedAt: 0 };
    this.ends.set(to, { negotiation, life });
    const described = this.world.describe(this.world.broadcaster.address, BOTH);
    this.world.answers.set(described.text, { ...described, offer, life });
    this.#client.send({ type: "answer", to, negotiation, sdp: described.text });
  }

  #close(peer: string): void {
    const end = this.ends.get(peer);
    if (end !== undefined) end.life.over = true;
    this.ends.delete(peer);
  }
}
