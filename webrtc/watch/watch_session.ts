/** Watching a stream: carries out what the machine decides, and tells it what happens. */
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
  /** What to play: there once it is asked for, kept (its last picture) until another link brings media or the stream ends. */
  readonly media: ReadonlySignal<MediaStream | null>;
  /** What the stream is called, how many watch, our place in line; null before the server has said so. */
  readonly details: ReadonlySignal<StreamDetails | null>;
  /** What the broadcaster sends of picture and sound, by its own word. */
  readonly given: ReadonlySignal<Media>;
  /** Until when this browser may not watch, in milliseconds since 1970: the broadcaster has removed it. */
  readonly removedUntil: ReadonlySignal<number | null>;
  start(): void;
  /** How long to hold media back so that it plays evenly, in milliseconds; null: as little as the browser finds it can. */
  setBuffer(target: number | null): void;
  /** Whether to take no direct path, which would tell the broadcaster one's address. Needs a TURN server. */
  setRelayOnly(on: boolean): void;
  /** A look at the statistics of the link, or null while there is none. */
  sample(): Promise<InboundSample | null>;
  /** Leaves the stream. */
  dispose(): void;
}

/**
 * Touches nothing until `start`.
 * @param machine what decides; a test may break it
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
  readonly given;
  readonly removedUntil = signal<number | null>(null);
  #client: SignalingClient<ToViewer> | null = null;
  #cancelReturn = () => {};
  /** Ends what is listened to while there is a client; while the session goes on. */
  #stopListening = () => {};
  #stopHearing = () => {};

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
    this.given = computed(() => this.details.value?.media ?? ALL_MEDIA);
  }

  start(): void {
    const ends = [
      this.world.page.onLeaving(
        () => this.happened({ type: "leave" }),
        () => this.#client ?? this.#begin(),
      ),
      onRemoval(this.stream, () => this.#isRemoved && this.happened({ type: "removed" })),
    ];
    this.#stopHearing = () => ends.forEach((end) => end());
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
    this.#stopHearing();
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
      received: (message) => this.happened({ type: "heard", message }),
      lost: (outage) => this.happened({ type: "lost", outage }),
      closed: (code) => this.happened({ type: "closed", code }),
    });
    this.#stopListening = page.onSignsOfReturn(() => this.#client?.retryNow());
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
        // At once means at once: a page in the background waits for its timers.
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
    this.#stopListening();
    this.#cancelReturn();
    this.#client?.close({ type: "leave" });
    this.#client = null;
    this.#link.close();
    this.#link.clear();
  }

  get #isRemoved(): boolean {
    return removedUntil(this.stream) !== null;
  }

  /** The broadcaster has removed this browser: nothing is asked until that is over. */
  #stayAway(until: number): void {
    this.#leave();
    this.removedUntil.value = until;
    this.#cancelReturn = this.world.clock.after(until - Date.now(), () => this.#begin());
  }
}
