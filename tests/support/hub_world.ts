/** A hub with a store, and clients that reach it over fake or real sockets. */
import { type Access, createAccess, type LocalAccess } from "@/signaling/server/access/access.ts";
import { openClaimStore } from "@/signaling/server/access/claims.ts";
import { type Clock, SYSTEM_CLOCK } from "@/common/clock.ts";
import { Hub, type HubOptions } from "@/signaling/server/hub.ts";
import type { Description } from "@/signaling/protocol/description.ts";
import {
  parseToBroadcaster,
  parseToViewer,
  type ToBroadcaster,
  type ToViewer,
} from "@/signaling/protocol/server_messages.ts";
import { atOnce } from "./at_once.ts";
import { FakeClock } from "./fake_clock.ts";
import { FakeNetwork, type FakeWire } from "./fake_socket.ts";
import { HUB_LIMITS } from "./limits.ts";
import { sdp } from "./messages.ts";
import { RealNetwork, type Sockets } from "./real_socket.ts";
import { TestClient, type Wire } from "./wire.ts";

export type ViewerClient<W extends Wire = Wire> = TestClient<ToViewer> & { readonly wire: W };
export type BroadcasterClient<W extends Wire = Wire> = TestClient<ToBroadcaster> & {
  readonly wire: W;
};

type Options = Partial<Omit<HubOptions, "access" | "clock">>;

/** What every test of the hub needs; subclasses differ in their sockets. */
export abstract class World<W extends Wire = Wire> {
  hub: Hub;
  readonly store = openClaimStore(":memory:");

  constructor(readonly clock: Clock, readonly options: Options = {}) {
    this.hub = this.#newHub();
  }

  /** A subclass can change when the hub receives an admission decision. */
  protected decides(access: LocalAccess): Access {
    return access;
  }

  protected abstract connect(): Promise<W>;
  protected abstract end(): Promise<void>;

  #newHub(): Hub {
    const access = createAccess({ store: this.store, clock: this.clock });
    return new Hub({
      ...HUB_LIMITS,
      ...this.options,
      access: this.decides(access),
      clock: this.clock,
    });
  }

  /** Ends this server, and starts the next on the same store. */
  restart(): void {
    void this.hub.drain();
    this.hub = this.#newHub();
  }

  async asViewer(): Promise<TestClient<ToViewer> & { readonly wire: W }> {
    const wire = await this.connect();
    return Object.assign(new TestClient(wire, parseToViewer), { wire });
  }

  async asBroadcaster(): Promise<TestClient<ToBroadcaster> & { readonly wire: W }> {
    const wire = await this.connect();
    return Object.assign(new TestClient(wire, parseToBroadcaster), { wire });
  }

  /** A viewer that has sent `watch` and received `watching`. */
  async watch(stream = "live", text = sdp("offer")) {
    const client = await this.asViewer();
    client.send({ type: "watch", stream, offer: { negotiation: 1, sdp: text } });
    return Object.assign(client, { welcome: await client.next("watching") });
  }

  /** A broadcaster that has sent `publish` and has the seat. */
  async publish(stream = "live", key?: string, description?: Description) {
    const client = await this.asBroadcaster();
    client.send({
      type: "publish",
      stream,
      ...(key === undefined ? {} : { key }),
      ...(description === undefined ? {} : { description }),
    });
    return Object.assign(client, { welcome: await client.next("publishing") });
  }

  /** A broadcaster and a viewer whose offer was answered. */
  async linked(stream = "live") {
    const broadcaster = await this.publish(stream);
    const viewer = await this.watch(stream);
    const { from, negotiation } = await broadcaster.next("offer");
    broadcaster.send({ type: "answer", to: from, negotiation, sdp: sdp("answer") });
    await viewer.next("answer");
    return { broadcaster, viewer };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    void this.hub.drain();
    await this.end();
    this.store.close();
  }
}

export class FakeWorld extends World<FakeWire> {
  readonly network = new FakeNetwork();

  constructor(options: Options = {}, override readonly clock = new FakeClock()) {
    super(clock, options);
  }

  protected override decides(access: LocalAccess): Access {
    return atOnce(access);
  }

  protected connect(): Promise<FakeWire> {
    return Promise.resolve(this.network.connect(this.hub));
  }

  /** Lets the time pass, and delivers all frames. */
  pass(milliseconds = 0): void {
    this.network.flush();
    for (let left = milliseconds; left > 0; left -= 1_000) {
      this.clock.advance(Math.min(left, 1_000)); // pings must be answered on the way
      this.network.flush();
    }
  }

  protected end(): Promise<void> {
    this.network.flush();
    return Promise.resolve();
  }
}

export class RealWorld extends World {
  readonly #network;

  constructor(sockets: Sockets) {
    super(SYSTEM_CLOCK);
    this.#network = new RealNetwork(() => this.hub, sockets);
  }

  get port(): Promise<number> {
    return this.#network.port;
  }

  protected connect(): Promise<Wire> {
    return this.#network.connect();
  }

  protected end(): Promise<void> {
    return this.#network.close();
  }
}
