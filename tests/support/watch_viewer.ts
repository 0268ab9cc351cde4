/** A viewer in the simulated world: its links are not real ones, all else is carried out as watch_session.ts does it. */
import { SignalingClient } from "@/signaling/client.ts";
import { parseToViewer, type ToViewer } from "@/signaling/protocol.ts";
import { isFlowing, triesDirectly, watchDeadline, watchStep } from "@/webrtc/watch_machine.ts";
import {
  START,
  type WatchAction,
  type WatchEvent,
  type WatchMachine,
} from "@/webrtc/watch_model.ts";
import { Violation } from "./room_witness.ts";
import { type Answer, type Description, networkOf, type Ways, World } from "./watch_world.ts";

/** How often to look whether media arrives. */
export const LOOK = 250;
/** How long a browser waits before it says that a path is gone, and that it will not come back. */
export const ICE = { disconnected: 5_000, failed: 15_000 } as const;

/** The viewer's end of a link. */
class FakeLink {
  /** How many looks in a row have found media. */
  carried = 0;
  isOpen = true;
  #state: "new" | "checking" | "connected" | "disconnected" | "failed" = "new";
  /** When it was last known to work, or began to try. */
  #since: number;
  #pending: Description | null;
  #pair: { readonly here: Description; readonly there: Answer } | null = null;

  /** @param ways which of them are looked for now */
  constructor(readonly world: World, readonly id: number, readonly ways: () => Ways) {
    this.#since = world.clock.now();
    this.#pending = world.describe(world.viewer.address, ways());
  }

  offer(): string {
    return this.#pending?.text ?? this.restart();
  }

  restart(): string {
    this.#pending = this.world.describe(this.world.viewer.address, this.ways());
    return this.#pending.text;
  }

  /** @returns whether the answer could be applied */
  accept(text: string): boolean {
    const there = this.world.answers.get(text);
    const here = this.#pending;
    if (there === undefined || here === null) return false;
    if (there.offer !== here.text) throw new Violation("the answer to another offer is applied");
    this.#pair = { here, there };
    this.#pending = null;
    this.#since = this.world.clock.now();
    if (this.#state !== "connected" || !this.works) this.#state = "checking";
    return true;
  }

  get works(): boolean {
    const { viewer, broadcaster, path } = this.world;
    if (!this.isOpen || this.#pair === null) return false;
    const { here, there } = this.#pair;
    const reaches = here.address === viewer.address && there.address === broadcaster.address;
    const isOpenWay = here.ways.relayed || (here.ways.direct && !this.world.needsRelay);
    return isOpenWay && reaches && viewer.up && broadcaster.up && path && !there.life.over;
  }

  /** Lets ICE go on. @returns what the browser says of it, if anything */
  look(): "connected" | "disconnected" | "failed" | null {
    const before = this.#state;
    const now = this.world.clock.now();
    const waited = now - this.#since;
    if (this.works && before !== "failed") {
      this.#since = now;
      this.#state = "connected";
      if (this.#pair !== null) this.#pair.there.life.workedAt = now;
    } else if (before === "connected" && waited >= ICE.disconnected) {
      this.#state = "disconnected";
    } else if ((before === "checking" || before === "disconnected") && waited >= ICE.failed) {
      this.#state = "failed";
    }
    const arrives = this.works && this.#state === "connected";
    this.carried = arrives ? this.carried + 1 : 0;
    const is = this.#state;
    return is === before || is === "new" || is === "checking" ? null : is;
  }
}

/** Carries out a machine, and watches over it. */
export class Viewer {
  machine: WatchMachine = START;
  steps = 0;
  link: FakeLink | null = null;
  /** When each offer was made. */
  readonly offers: number[] = [];
  actions = 0;
  /** Whether the server has just said that it does not know this peer any more. */
  #refused = false;
  open = 0;
  /** When the credentials for the relays end. */
  #relaysEnd = 0;
  readonly #client: SignalingClient<ToViewer>;
  #cancelTick = () => {};

  constructor(readonly world: World, readonly step: typeof watchStep) {
    const { clock, random } = world;
    this.#client = new SignalingClient<ToViewer>({
      parse: parseToViewer,
      clock,
      random,
      network: networkOf(world, world.viewer),
      opened: () => this.#happened({ type: "opened" }),
      received: (message) => this.#happened({ type: "heard", message }),
      lost: () => this.#happened({ type: "lost" }),
      closed: (code) => this.#happened({ type: "closed", code }),
    });
    this.#happened({ type: "start" });
    this.#look();
  }

  get plays(): boolean {
    return isFlowing(this.machine) && (this.link?.carried ?? 0) > 0;
  }

  hurry(): void {
    this.#client.hurry();
  }

  setRelayOnly(on: boolean): void {
    if (this.world.hasRelays) this.#happened({ type: "relay-only", on });
  }

  get #ways(): Ways {
    return {
      direct: !this.machine.relayOnly && (!this.world.hasRelays || triesDirectly(this.machine)),
      relayed: this.#relaysEnd > this.world.clock.now(),
    };
  }

  #look(): void {
    const { link } = this;
    const changed = link?.look() ?? null;
    if (link !== null && changed !== null) this.#happened({ type: changed, link: link.id });
    if (link !== null && link === this.link) {
      this.#happened({ type: "media", link: link.id, arrives: link.carried > 0 });
    }
    this.world.clock.after(LOOK, () => this.#look());
  }

  #happened(event: WatchEvent): void {
    this.steps++;
    const now = this.world.clock.now();
    this.#refused = this.machine.refusal === "ticket-refused";
    const { machine, actions } = this.step(this.machine, event, now);
    this.machine = machine;
    if (machine.contact === "over") throw new Violation("the viewer has given up");
    for (const action of actions) this.#carryOut(action, event);
    this.#cancelTick();
    const due = watchDeadline(machine);
    if (due === null) return;
    this.#cancelTick = this.world.clock.after(due - now, () => this.#happened({ type: "tick" }));
  }

  #carryOut(action: WatchAction, event: WatchEvent): void {
    const { negotiation, ticket, linkId, link } = this.machine;
    if (action.type !== "relays") this.actions++; // renewed for as long as the viewer is there
    switch (action.type) {
      case "connect":
        return this.#client.connectIn(action.delay);
      case "probe":
        return this.#client.hurry();
      case "watch":
        return this.#offer(false, event, (sdp) => {
          this.#client.send({ type: "watch", stream: "live", offer: { negotiation, sdp } });
        });
      case "resume":
        return ticket === null
          ? undefined
          : this.#client.send({ type: "resume", ticket, negotiation, linked: link.name === "up" });
      case "offer":
        return this.#offer(action.restart, event, (sdp) => {
          this.#client.send({ type: "offer", negotiation, restart: action.restart, sdp });
        });
      case "link":
        this.#unlink(event);
        this.open++;
        this.link = new FakeLink(this.world, linkId, () => this.#ways);
        return;
      case "unlink":
        return this.#unlink(event);
      case "accept":
        return this.#accept(action.sdp);
      case "candidates":
        return;
      case "relays":
        this.#relaysEnd = Number(action.servers[0].username?.split(":")[0]) * 1_000;
        return;
      default:
        return action satisfies never;
    }
  }

  #offer(restart: boolean, event: WatchEvent, send: (sdp: string) => void): void {
    const { link, machine: { negotiation } } = this;
    if (link === null) throw new Violation("an offer without a link");
    this.offers.push(this.world.clock.now());
    if (restart) spare(link, event, this.#refused);
    const sdp = restart ? link.restart() : link.offer();
    this.world.clock.after(5, () => {
      if (link === this.link && negotiation === this.machine.negotiation) send(sdp);
    });
  }

  #accept(sdp: string): void {
    const { link } = this;
    this.world.clock.after(5, () => {
      if (link === null || link !== this.link || link.accept(sdp)) return;
      this.#happened({ type: "unusable", link: link.id });
    });
  }

  #unlink(event: WatchEvent): void {
    const { link } = this;
    if (link === null) return;
    spare(link, event, this.#refused);
    link.isOpen = false;
    this.link = null;
    this.open--;
    // What the browser still had to say of it.
    this.world.clock.after(60, () => this.#late({ type: "failed", link: link.id }));
  }

  #late(event: WatchEvent): void {
    const { machine } = this;
    const due = watchDeadline(machine) ?? Infinity;
    this.#happened(event);
    if (this.machine !== machine && due > this.world.clock.now()) {
      throw new Violation("an abandoned link is listened to");
    }
  }
}

/** A link that carries media is left alone, unless the server or the person asks for another or the stream has ended. */
function spare(link: FakeLink, event: WatchEvent, refused: boolean): void {
  if (link.carried < 2 || !link.works || refused) return; // it may have come back just now, and nobody has looked
  if (event.type === "relay-only") return;
  if (event.type === "heard") {
    const { message } = event;
    if (message.type === "renew" || ("state" in message && message.state === "ended")) return;
  }
  throw new Violation(`a link that carries media is ended by ${JSON.stringify(event)}`);
}
