/** Watching a stream: carries out what the machine decides, and tells it what happens. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { SignalingClient } from "@/signaling/client.ts";
import { type Clock, SYSTEM_CLOCK } from "@/signaling/clock.ts";
import {
  type About,
  ALL_MEDIA,
  type Media,
  parseToViewer,
  type ToViewer,
} from "@/signaling/protocol.ts";
import { hasArrived, type Kind, look, missingKind, NOTHING_YET } from "./arrivals.ts";
import type { Sample } from "./figures.ts";
import { onSignsOfReturn } from "./hurry.ts";
import { Ice, type IceSettings } from "./ice.ts";
import { supportsWebRtc, ViewerLink } from "./link.ts";
import type { WatchState } from "./states.ts";
import { isFlowing, triesDirectly, watchDeadline, watchStep } from "./watch_machine.ts";
import { FIRST_NEGOTIATION, takeConnectionAhead } from "./page_start.ts";
import { onRemoval, rememberRemoval, removedUntil } from "./removal.ts";
import { START, type WatchAction, type WatchEvent, type WatchMachine } from "./watch_model.ts";
import { watchState } from "./watch_state.ts";

export interface WatchSession {
  readonly state: ReadonlySignal<WatchState>;
  /** What to play: there once it is asked for, kept (its last picture) until another link brings media or the stream ends. */
  readonly media: ReadonlySignal<MediaStream | null>;
  /** What the stream is called, how many watch, our place in line; null before the server has said so. */
  readonly about: ReadonlySignal<About | null>;
  /** What the broadcaster sends of picture and sound, by its own word. */
  readonly given: ReadonlySignal<Media>;
  /** Until when this browser may not watch, in milliseconds since 1970: the broadcaster has removed it. */
  readonly removedUntil: ReadonlySignal<number | null>;
  start(): void;
  /** How long to hold media back so that it plays evenly, in milliseconds; null: as little as the browser finds it can. */
  setBuffer(target: number | null): void;
  /** Whether to take no direct path, which would tell the broadcaster one's address. Needs a relay. */
  setRelayOnly(on: boolean): void;
  /** A look at the statistics of the link, or null while there is none. */
  sample(): Promise<Sample | null>;
  /** Leaves the stream. */
  dispose(): void;
}

/** Touches nothing until `start`. */
export function createWatchSession(stream: string, ice: IceSettings): WatchSession {
  return new Session(stream, ice);
}

/** How often to look whether media arrives, in milliseconds. */
const LOOK_EVERY = 250;
/** Where an offer takes longer, in milliseconds, it is asked whether this browser makes any. */
const OFFER_TAKES = 3_000;

class Session implements WatchSession {
  readonly #machine = signal<WatchMachine>(START);
  readonly #supported = signal(true);
  /** The kind of media that has stopped while the other goes on. */
  readonly #missing = signal<Kind | null>(null);
  readonly state = computed(() => {
    if (!this.#supported.value) return "no-webrtc";
    const state = watchState(this.#machine.value);
    const missing = this.#missing.value;
    if (state !== "playing" || missing === null) return state;
    const { picture, sound } = this.given.value;
    // What the broadcaster does not send is not missed.
    if (missing === "video") return picture === "shown" ? "sound-only" : state;
    return sound === "on" ? "picture-only" : state;
  });
  readonly media = signal<MediaStream | null>(null);
  readonly about = computed(() => this.#machine.value.about);
  readonly given = computed(() => this.about.value?.media ?? ALL_MEDIA);
  readonly removedUntil = signal<number | null>(null);
  #client: SignalingClient<ToViewer> | null = null;
  readonly #ice: Ice;
  #link: ViewerLink | null = null;
  /** Whether `media` has brought a picture or sound, which is kept until another does. */
  #played = false;
  /** Whether the page's head has said hello on this socket, with the first link's offer. */
  #greeted = false;
  #arrivals = NOTHING_YET;
  #buffer: number | null = null;
  #cancelTick = () => {};
  #cancelLook = () => {};
  #stopListening = () => {};
  #stopHearing = () => {};

  constructor(readonly stream: string, ice: IceSettings, readonly clock: Clock = SYSTEM_CLOCK) {
    this.#ice = new Ice(ice);
  }

  start(): void {
    if (!supportsWebRtc()) {
      this.#supported.value = false;
      return;
    }
    addEventListener("pagehide", this.#leave);
    addEventListener("pageshow", this.#comeBack);
    this.#stopHearing = onRemoval(this.stream, () => {
      const until = removedUntil(this.stream);
      if (until !== null) this.#stayAway(until);
    });
    this.#begin();
  }

  setRelayOnly(on: boolean): void {
    if (on === this.#ice.relayOnly) return;
    this.#ice.relayOnly = on;
    if (this.#client !== null) this.#happened({ type: "relay-only", on: this.#ice.isRelayOnly });
  }

  setBuffer(target: number | null): void {
    this.#buffer = target;
    this.#link?.setBuffer(target);
  }

  async sample(): Promise<Sample | null> {
    const link = this.#link;
    if (link === null) return null;
    const report = await link.statistics();
    return link === this.#link ? { at: this.clock.now(), report } : null;
  }

  dispose(): void {
    removeEventListener("pagehide", this.#leave);
    removeEventListener("pageshow", this.#comeBack);
    this.#stopHearing();
    this.#leave();
  }

  #begin(): void {
    const until = removedUntil(this.stream);
    if (until !== null) return this.#stayAway(until);
    this.removedUntil.value = null;
    this.#supported.value = true;
    this.#client = new SignalingClient<ToViewer>({
      parse: parseToViewer,
      opened: (greeted) => {
        this.#greeted = greeted;
        this.#happened({ type: "opened" });
      },
      received: (message) => this.#happened({ type: "heard", message }),
      lost: (outage) => this.#happened({ type: "lost", outage }),
      closed: (code) => this.#happened({ type: "closed", code }),
    });
    this.#stopListening = onSignsOfReturn(() => this.#client?.hurry());
    this.#machine.value = { ...START, relayOnly: this.#ice.isRelayOnly };
    this.#happened({ type: "start" });
    this.#look();
  }

  /** The broadcaster has removed this browser: nothing is asked until that is over. */
  #stayAway(until: number): void {
    this.#leave();
    this.removedUntil.value = until;
    this.#machine.value = { ...START, contact: "over", refusal: "removed" };
    this.#cancelTick = this.clock.after(until - Date.now(), () => this.#begin());
  }

  readonly #leave = (): void => {
    this.#stopListening();
    this.#cancelTick();
    this.#cancelLook();
    this.#client?.close({ type: "leave" });
    this.#client = null;
    this.#unlink();
    this.#clear();
  };

  /** Back from the browser's cache of whole pages: everything was let go when the page went there. */
  readonly #comeBack = (event: PageTransitionEvent): void => {
    if (event.persisted && this.#client === null) this.#begin();
  };

  #happened(event: WatchEvent): void {
    const now = this.clock.now();
    const { machine, actions } = watchStep(this.#machine.peek(), event, now);
    this.#machine.value = machine;
    for (const action of actions) this.#carryOut(action);
    if (machine.refusal === "removed") return this.#stayAway(rememberRemoval(this.stream));
    this.#cancelTick();
    const due = watchDeadline(machine);
    if (due === null) return;
    this.#cancelTick = this.clock.after(due - now, () => this.#happened({ type: "tick" }));
  }

  #carryOut(action: WatchAction): void {
    const { negotiation } = this.#machine.peek();
    switch (action.type) {
      case "connect":
        return this.#connect(action.delay);
      case "probe":
        return this.#client?.hurry();
      case "watch":
        if (this.#greeted && negotiation === FIRST_NEGOTIATION) {
          this.#link?.offered();
          return this.#readyElement(this.#link);
        }
        return void this.#offer(({ sdp }) => {
          const offer = { negotiation, sdp };
          this.#client?.send({ type: "watch", stream: this.stream, offer });
        });
      case "resume": {
        const { ticket, link } = this.#machine.peek();
        if (ticket === null) return;
        const linked = link.name === "up";
        return this.#client?.send({ type: "resume", ticket, negotiation, linked });
      }
      case "link":
        return this.#newLink(this.#machine.peek().linkId);
      case "unlink":
        return this.#unlink();
      case "offer":
        return void this.#offer(({ sdp }) => {
          const { restart } = action;
          this.#client?.send({ type: "offer", negotiation, restart, sdp });
        }, action.restart);
      case "accept":
        return void this.#accept(action.sdp);
      case "candidates":
        return this.#link?.addCandidates(action.message.candidates);
      case "relays":
        this.#ice.setRelays(action.servers);
        return this.#link?.configure(this.#configuration);
      default:
        return action satisfies never;
    }
  }

  /** At once means at once: a page in the background waits for its timers. */
  #connect(delay: number): void {
    if (delay === 0) this.#client?.connect();
    else this.#client?.connectIn(delay);
  }

  /** Describes the link, and sends that unless the link or the negotiation has changed meanwhile. */
  async #offer(send: (offer: { sdp: string }) => void, restart = false): Promise<void> {
    const link = this.#link;
    const { negotiation } = this.#machine.peek();
    if (link === null) return;
    const cancel = this.clock.after(OFFER_TAKES, () => void this.#doubt(link));
    let sdp: string;
    try {
      sdp = await (restart ? link.restart() : link.offer());
    } catch {
      return this.#cannot(link);
    } finally {
      cancel();
    }
    if (link !== this.#link || negotiation !== this.#machine.peek().negotiation) return;
    send({ sdp });
    this.#readyElement(link);
  }

  async #doubt(link: ViewerLink): Promise<void> {
    const { canMakeLinks } = await import("./ability.ts");
    if (!await canMakeLinks()) this.#cannot(link);
  }

  /** Something is in place of WebRTC that does not work. What worked before is only tried again. */
  #cannot(link: ViewerLink | null): void {
    if (link !== this.#link) return;
    const { played, linkId } = this.#machine.peek();
    if (played) return this.#happened({ type: "unusable", link: linkId });
    this.#leave();
    this.#supported.value = false;
  }

  /**
   * An element that has its tracks before they bring anything shows the first frame sooner. To be called while the answer is
   * on its way; where the page is still being loaded, it is done once that is over.
   */
  #readyElement(link: ViewerLink | null): void {
    if (link === null || link !== this.#link || this.#played) return;
    // Until it shows something it holds the page's load event back (HTML, "delaying-the-load-event flag"): a page that
    // waits for its broadcaster would never have loaded.
    if (document.readyState === "complete") this.media.value = link.media;
    else addEventListener("load", () => this.#readyElement(link), { once: true });
  }

  async #accept(sdp: string): Promise<void> {
    const link = this.#link;
    const id = this.#machine.peek().linkId;
    try {
      await link?.accept(sdp);
    } catch {
      if (link === this.#link) this.#happened({ type: "unusable", link: id });
    }
  }

  get #configuration(): RTCConfiguration {
    return this.#ice.viewerConfiguration(triesDirectly(this.#machine.peek()));
  }

  #newLink(id: number): void {
    this.#link?.close();
    this.#link = null;
    this.#arrivals = NOTHING_YET;
    try {
      this.#link = this.#makeLink(id);
    } catch {
      // Not before the machine's other actions are done.
      void Promise.resolve().then(() => this.#cannot(null));
    }
  }

  /** @throws where this browser makes none */
  #makeLink(id: number): ViewerLink {
    const link = new ViewerLink(
      {
        candidates: (candidates) => {
          const { negotiation } = this.#machine.peek();
          this.#client?.send({ type: "candidates", negotiation, candidates });
        },
        changed: (type) => this.#happened({ type, link: id }),
        arrives: () => this.#mediaArrives(link, id, true),
      },
      this.#configuration,
      takeConnectionAhead(),
    );
    link.setBuffer(this.#buffer);
    return link;
  }

  #unlink(): void {
    this.#link?.close();
    this.#link = null;
    const { stream, contact } = this.#machine.peek();
    if (stream === "ended" || contact === "over") this.#clear();
  }

  #clear(): void {
    this.#played = false;
    this.media.value = null;
  }

  /** Looks for media, again and again: only what arrives is proof of a link that works. */
  async #look(): Promise<void> {
    const client = this.#client;
    const link = this.#link;
    const id = this.#machine.peek().linkId;
    const bytes = await link?.received().catch(() => undefined);
    if (client !== this.#client) return; // left meanwhile
    this.#cancelLook = this.clock.after(LOOK_EVERY, () => void this.#look());
    if (link === null || bytes === undefined || link !== this.#link) return;
    const now = this.clock.now();
    this.#arrivals = look(this.#arrivals, bytes, now);
    this.#missing.value = missingKind(this.#arrivals, now);
    this.#mediaArrives(link, id, hasArrived(this.#arrivals, now));
  }

  #mediaArrives(link: ViewerLink, id: number, arrives: boolean): void {
    this.#happened({ type: "media", link: id, arrives });
    if (!arrives || !isFlowing(this.#machine.peek())) return;
    this.#played = true;
    this.media.value = link.media;
  }
}
