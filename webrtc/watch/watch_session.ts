/** A session that watches a stream: feeds events to the machine and carries out its actions. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { SignalingClient } from "@/signaling/client/signaling_client.ts";
import type { ClientMessage } from "@/signaling/protocol/client_messages.ts";
import { ALL_MEDIA, type Media } from "@/signaling/protocol/description.ts";
import {
  parseToViewer,
  type StreamDetails,
  type ToViewer,
} from "@/signaling/protocol/server_messages.ts";
import { CurrentLink, type LinkOwner } from "./current_link.ts";
import type { InboundSample } from "../stats/inbound_stats.ts";
import { Ice } from "../link/ice.ts";
import type { IceSettings } from "@/signaling/protocol/ice_servers.ts";
import { runMachine, type Runner } from "../machine_runner.ts";
import { onRemoval, rememberRemoval, removedUntil } from "./removal.ts";
import type { WatchState } from "../states.ts";
import { WATCH } from "./watch_machine.ts";
import type { WatchAction, WatchEvent, WatchMachine } from "./watch_model.ts";
import { watchState } from "./watch_state.ts";
import { BROWSER, type WatchWorld } from "./watch_world.ts";

export interface WatchSession {
  readonly state: ReadonlySignal<WatchState>;
  /** What to play, from the first offer on. Keeps its last picture until another link receives media or the stream ends. */
  readonly media: ReadonlySignal<MediaStream | null>;
  /** The stream's title, its number of viewers, our place in the queue; null until the server sends them. */
  readonly details: ReadonlySignal<StreamDetails | null>;
  /** Whether the broadcaster says that it sends picture and sound. */
  readonly sentMedia: ReadonlySignal<Media>;
  /** When the removal of this browser by the broadcaster ends, in milliseconds since 1970; null: it is not removed. */
  readonly removedUntil: ReadonlySignal<number | null>;
  start(): void;
  /** Sets the jitter buffer's target, in milliseconds; null: the browser decides. */
  setBuffer(target: number | null): void;
  /** Uses relayed paths alone, so that the broadcaster does not learn the viewer's address. Needs a TURN server. */
  setRelayOnly(on: boolean): void;
  /** The link's statistics now; null while there is no link. */
  sample(): Promise<InboundSample | null>;
  /** Leaves the stream. */
  dispose(): void;
}

/**
 * Has no effect until `start`.
 * @param machine a test may pass a broken one
 */
export function createWatchSession(
  stream: string,
  ice: IceSettings,
  world: WatchWorld = BROWSER,
  machine = WATCH,
): WatchSession {
  return new StreamViewer(stream, ice, world, machine);
}

class StreamViewer implements WatchSession, LinkOwner {
  readonly #runner: Runner<WatchMachine, WatchEvent>;
  readonly #ice: Ice;
  readonly #link: CurrentLink;
  readonly state;
  readonly media;
  readonly details;
  readonly sentMedia;
  readonly removedUntil = signal<number | null>(null);
  #client: SignalingClient<ToViewer> | null = null;
  #cancelReturn = () => {};
  /** Removes the listeners that live as long as the client. */
  #stopClientListeners = () => {};
  /** Removes the listeners that live as long as the session. */
  #stopSessionListeners = () => {};

  constructor(
    readonly stream: string,
    ice: IceSettings,
    readonly world: WatchWorld,
    machine: typeof WATCH,
  ) {
    const runner = runMachine(
      machine,
      (action: WatchAction) => this.#carryOut(action),
      world.clock,
    );
    this.#runner = runner;
    this.#ice = new Ice(ice);
    const link = this.#link = new CurrentLink(this, this.#ice, world);
    this.state = computed(() => watchState(runner.state.value, link.reception.missing.value));
    this.media = link.media;
    this.details = computed(() => runner.state.value.details);
    this.sentMedia = computed(() => this.details.value?.media ?? ALL_MEDIA);
  }

  start(): void {
    const stops = [
      this.world.page.onLeaving(
        () => this.happened({ type: "leave" }),
        () => this.#client ?? this.#begin(),
      ),
      onRemoval(this.stream, () => this.#isRemoved && this.happened({ type: "removed" })),
    ];
    this.#stopSessionListeners = () => stops.forEach((stop) => stop());
    this.#begin();
  }

  setRelayOnly(on: boolean): void {
    if (on === this.#ice.relayOnly) return;
    this.#ice.relayOnly = on;
    if (this.#client !== null) this.happened({ type: "relay-only", on: this.#ice.isRelayOnly });
  }

  setBuffer(target: number | null): void {
    this.#link.setBuffer(target);
  }

  sample(): Promise<InboundSample | null> {
    return this.#link.sample();
  }

  dispose(): void {
    this.#stopSessionListeners();
    this.happened({ type: "leave" });
  }

  get machine(): WatchMachine {
    return this.#runner.state.peek();
  }

  happened(event: WatchEvent): void {
    this.#runner.happened(event);
  }

  send(message: ClientMessage): void {
    this.#client?.send(message);
  }

  #begin(): void {
    const { clock, network, random, page } = this.world;
    if (!page.supportsWebRtc()) return this.happened({ type: "no-webrtc" });
    if (this.#isRemoved) return this.happened({ type: "removed" });
    this.removedUntil.value = null;
    const { socket, connection } = page.takeEarlyJoin();
    this.#link.early = connection;
    this.#client = new SignalingClient<ToViewer>({
      clock,
      network,
      random,
      first: socket,
      parse: parseToViewer,
      opened: (saidHello) => this.happened({ type: "opened", saidHello }),
      received: (message) => this.happened({ type: "received", message }),
      lost: (outage) => this.happened({ type: "lost", outage }),
      closed: (code) => this.happened({ type: "closed", code }),
    });
    this.#stopClientListeners = page.onSignsOfReturn(() => this.#client?.retryNow());
    this.happened({
      type: "start",
      relayOnly: this.#ice.isRelayOnly,
      saidHello: socket?.saidHello,
    });
  }

  #carryOut(action: WatchAction): void {
    const { negotiation, ticket, link } = this.machine;
    switch (action.type) {
      case "connect":
        // No timer for 0: timers of a background page are late.
        return action.delay === 0 ? this.#client?.connect() : this.#client?.connectIn(action.delay);
      case "retry-now":
        return this.#client?.retryNow();
      case "offered":
        return this.#link.offered();
      case "watch":
        return void this.#link.offer((sdp) => {
          const offer = { negotiation, sdp };
          this.send({ type: "watch", stream: this.stream, offer });
        });
      case "resume":
        if (ticket === null) return;
        return this.send({
          type: "resume",
          ticket,
          negotiation,
          linked: link.name === "up",
        });
      case "link":
        return this.#link.make();
      case "unlink":
        return this.#unlink();
      case "play":
        return this.#link.play();
      case "offer":
        return void this.#link.offer((sdp) => {
          const { restart } = action;
          this.send({ type: "offer", negotiation, restart, sdp });
        }, action.restart);
      case "accept":
        return void this.#link.accept(action.sdp);
      case "candidates":
        return this.#link.addCandidates(action.message.candidates);
      case "turn-servers":
        this.#ice.setTurnServers(action.servers);
        return this.#link.configure();
      case "leave":
        return this.#leave();
      case "stay-away":
        return this.#stayAway(removedUntil(this.stream) ?? rememberRemoval(this.stream));
      default:
        return action satisfies never;
    }
  }

  #unlink(): void {
    this.#link.close();
    const { stream, contact } = this.machine;
    if (stream === "ended" || contact === "over") this.#link.clear();
  }

  #leave(): void {
    this.#stopClientListeners();
    this.#cancelReturn();
    this.#client?.close({ type: "leave" });
    this.#client = null;
    this.#link.close();
    this.#link.clear();
  }

  get #isRemoved(): boolean {
    return removedUntil(this.stream) !== null;
  }

  /** The broadcaster has removed this browser: contact the server only when that ends. */
  #stayAway(until: number): void {
    this.#leave();
    this.removedUntil.value = until;
    this.#cancelReturn = this.world.clock.after(until - Date.now(), () => this.#begin());
  }
}
