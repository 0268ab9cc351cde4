/** Going live: carries out what the machine decides, and tells it what happens. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { SignalingClient } from "@/signaling/client.ts";
import { type Clock, SYSTEM_CLOCK } from "@/signaling/clock.ts";
import { openSocketAhead } from "@/signaling/page_socket.ts";
import {
  type Description,
  isSameDescription,
  NO_DESCRIPTION,
  parseToBroadcaster,
  type ToBroadcaster,
} from "@/signaling/protocol.ts";
import {
  type BroadcastAction,
  broadcastDeadline,
  type BroadcastEvent,
  type BroadcastMachine,
  broadcastStep,
  OFF_AIR,
} from "./broadcast_machine.ts";
import { canMakeLinks } from "./ability.ts";
import { BroadcasterLinks } from "./broadcaster_links.ts";
import { CaptureError } from "./capture.ts";
import { onSignsOfReturn } from "./hurry.ts";
import { Ice, type IceSettings } from "./ice.ts";
import { loadRelayOnly, saveRelayOnly } from "./relay_store.ts";
import { adoptKeyFromAddress, loadKey, saveKey } from "./key_store.ts";
import { LiveMarker } from "./live_marker.ts";
import { loadMicrophoneMode, saveMicrophoneMode } from "./microphone_store.ts";
import { areGranted } from "./permissions.ts";
import { QualityControl, type QualityDesk } from "./quality_control.ts";
import type { MicrophoneMode } from "./sources/choices.ts";
import { Sources } from "./sources/sources.ts";
import { type BroadcastProblem, type BroadcastState, type Device, DEVICES } from "./states.ts";

export interface BroadcastSession {
  readonly stream: string;
  readonly state: ReadonlySignal<BroadcastState>;
  /** What is sent, or would be; another `MediaStream` whenever one of its tracks is another. */
  readonly preview: ReadonlySignal<MediaStream | null>;
  /** What it is made of: may be set up before going live, and changed while live. */
  readonly sources: Sources;
  /** What was said of the stream. */
  readonly description: ReadonlySignal<Description>;
  /** How many watch. */
  readonly viewers: ReadonlySignal<number>;
  /** How many are in line. */
  readonly waiting: ReadonlySignal<number>;
  /** How good a picture is sent, and to whom. */
  readonly quality: QualityDesk;
  /** The stream key, where this browser does not keep it: without it, its owner does not come back. */
  readonly unkeptKey: ReadonlySignal<string | null>;
  /**
   * Looks whether this browser can broadcast at all, and whether it did until just now; then goes live again by itself where
   * it may without a question.
   */
  restore(): Promise<void>;
  /**
   * Goes live; tries again after a failure; takes the seat back from another tab.
   * @param devices those to ask for, unless something was begun already
   */
  start(devices?: readonly Device[]): void;
  /** Lets go of what there is, and asks for all of it again. */
  startAfresh(): void;
  /** Goes live with the stream key of the owner. */
  startWithKey(key: string): void;
  /** Gives the stream a title, or none. Any time; kept for as long as this session is. */
  setTitle(title: Description["title"]): void;
  /** Whether to take no direct path, which would tell the viewers one's address. Holds for links made from then on. */
  setRelayOnly(on: boolean): void;
  readonly relayOnly: ReadonlySignal<boolean>;
  /** What the microphone is for; kept in this browser. */
  setMicrophoneMode(mode: MicrophoneMode): Promise<void>;
  /** Sends a viewer away: it does not come back as the same peer. */
  remove(peer: string): void;
  /** Ends the stream for everyone. */
  stop(): void;
  /** Lets go of everything without a word: the seat is kept for a while. */
  dispose(): void;
}

/** Touches nothing until `restore` or `start`. */
export function createBroadcastSession(
  stream: string,
  ice: IceSettings,
): BroadcastSession {
  return new Session(stream, ice);
}

class Session implements BroadcastSession {
  readonly #machine = signal<BroadcastMachine>(OFF_AIR);
  readonly state = computed(() => this.#machine.value.state);
  readonly description = computed(() => this.#machine.value.description);
  readonly sources = new Sources((device, present) =>
    this.#happened({ type: "device", device, present })
  );
  readonly preview = this.sources.media;
  readonly viewers = signal(0);
  readonly waiting = signal(0);
  readonly relayOnly = signal(false);
  readonly unkeptKey = signal<string | null>(null);
  readonly #ice: Ice;
  readonly quality = new QualityControl((capacity) => this.#describe({ capacity }));
  readonly #links: BroadcasterLinks;
  readonly #marker: LiveMarker;
  #client: SignalingClient<ToBroadcaster> | null = null;
  /** The devices to ask for. */
  #wanted: readonly Device[] = DEVICES;
  /** The capture under way: what an older one still brings is not asked for any more. */
  #capture = 0;
  #cancelTick = () => {};
  #stopListening = () => {};

  constructor(readonly stream: string, ice: IceSettings, readonly clock: Clock = SYSTEM_CLOCK) {
    this.#ice = new Ice(ice);
    this.#links = new BroadcasterLinks(
      (message) => this.#client?.send(message),
      this.quality,
      (works) => this.#happened({ type: "link", works }),
      this.#ice,
    );
    this.#marker = new LiveMarker(stream);
    this.sources.given.subscribe((media) => this.#describe({ media }));
    this.preview.subscribe((media) => {
      this.#happened({ type: "preview", on: media !== null });
      this.#marker.refresh();
      if (media === null) return;
      this.#fit();
      this.#links.send(media);
    });
  }

  async restore(): Promise<void> {
    this.quality.load();
    this.#takeRelayOnly(loadRelayOnly());
    void this.sources.setMicrophoneMode(loadMicrophoneMode()); // nothing is captured yet
    if (!isSecureContext) return this.#happened({ type: "unfit", problem: "insecure-page" });
    if (!await canMakeLinks()) return this.#happened({ type: "unfit", problem: "no-webrtc" });
    const devices = await this.#marker.leftBehind();
    if (devices === null) return;
    if (devices.length > 0) this.#wanted = devices;
    this.#happened({ type: "remembered" });
    if (!await areGranted(devices) || this.state.peek().name !== "resumable") return;
    this.#start({ devices, settles: true });
  }

  start(devices?: readonly Device[]): void {
    const { name } = this.state.peek();
    this.#start({ devices: devices ?? (name === "resumable" ? this.#wanted : DEVICES) });
  }

  startAfresh(): void {
    this.#start({ devices: DEVICES, afresh: true });
  }

  startWithKey(key: string): void {
    this.#keepKey(key.trim());
    this.start();
  }

  #start(
    { devices, ...how }: { devices: readonly Device[]; settles?: boolean; afresh?: boolean },
  ): void {
    adoptKeyFromAddress(this.stream);
    this.#wanted = devices;
    this.#happened({ type: "start", ...how });
  }

  #keepKey(key: string): void {
    this.unkeptKey.value = saveKey(this.stream, key) ? null : key;
  }

  setTitle(title: Description["title"]): void {
    this.#describe({ title });
  }

  setRelayOnly(on: boolean): void {
    this.#takeRelayOnly(on);
    saveRelayOnly(on);
  }

  async setMicrophoneMode(mode: MicrophoneMode): Promise<void> {
    saveMicrophoneMode(mode);
    await this.sources.setMicrophoneMode(mode);
  }

  remove(peer: string): void {
    this.#happened({ type: "remove", peer });
  }

  stop(): void {
    this.#marker.clear();
    this.#happened({ type: "stop" });
  }

  dispose(): void {
    this.#marker.leave();
    this.#release();
  }

  /** What is described is described as a whole; each part has somebody else who sets it. */
  #describe(changed: Partial<Description>): void {
    const description = { ...this.#machine.peek().description, ...changed };
    this.#happened({ type: "describe", description });
  }

  #happened(event: BroadcastEvent): void {
    const now = this.clock.now();
    const { machine, actions } = broadcastStep(this.#machine.peek(), event, now);
    const was = this.#machine.peek().state.name;
    this.#machine.value = machine;
    for (const action of actions) this.#carryOut(action);
    if (was !== "live" && machine.state.name === "live") this.#marker.set(() => this.sources.inUse);
    // Where a newer tab took over, the mark is that tab's now.
    if (was === "live" && machine.state.name === "replaced") this.#marker.leave();
    else if (was === "live" && machine.state.name !== "live") this.#marker.clear();
    this.#cancelTick();
    const due = broadcastDeadline(machine);
    if (due === null) return;
    this.#cancelTick = this.clock.after(due - now, () => this.#happened({ type: "tick" }));
  }

  #carryOut(action: BroadcastAction): void {
    const { stream } = this;
    const { ticket, description } = this.#machine.peek();
    const described = isSameDescription(description, NO_DESCRIPTION) ? {} : { description };
    switch (action.type) {
      case "capture":
        openSocketAhead();
        return void this.#captureMedia();
      case "connect":
        this.#client ??= this.#newClient();
        return action.delay === 0 ? this.#client.connect() : this.#client.connectIn(action.delay);
      case "publish": {
        const key = loadKey(stream);
        return this.#client?.send({
          type: "publish",
          stream,
          ...(key === undefined ? {} : { key }),
          ...described,
        });
      }
      case "resume":
        if (ticket === null) return;
        return this.#client?.send({
          type: "resume",
          ticket,
          negotiation: 0,
          linked: false,
          ...described,
        });
      case "describe":
        return this.#client?.send({ type: "describe", ...description });
      case "remove":
        return action.peers.forEach((peer) => this.#client?.send({ type: "remove", peer }));
      case "goodbye":
        return this.#client?.close({ type: "stop" });
      case "keep-key":
        return this.#keepKey(action.key);
      case "close-links":
        return action.peers.forEach((peer) => this.#links.close(peer));
      case "hang-up":
        return this.#hangUp();
      case "release":
        return this.#release();
      default:
        return action satisfies never;
    }
  }

  #newClient(): SignalingClient<ToBroadcaster> {
    this.#stopListening = onSignsOfReturn(() => this.#client?.hurry());
    return new SignalingClient<ToBroadcaster>({
      parse: parseToBroadcaster,
      opened: () => this.#happened({ type: "opened" }),
      received: (message) => this.#received(message),
      lost: (outage) => this.#happened({ type: "lost", outage }),
      closed: (code) =>
        this.#happened({ type: "closed", code, suggestion: anotherName(this.stream) }),
    });
  }

  #received(message: ToBroadcaster): void {
    this.#happened({ type: "heard", message });
    switch (message.type) {
      case "offer":
        return void this.#links.answer(message);
      case "candidates":
        return this.#links.addCandidates(message);
      case "left":
        return this.#links.close(message.peer);
      case "viewers":
        this.viewers.value = message.count;
        this.waiting.value = message.waiting;
        return;
      case "ice-servers":
        this.#ice.setRelays(message.servers);
        return this.#links.configure();
      case "publishing":
      case "error":
        return; // the machine's
      default:
        return message satisfies never;
    }
  }

  async #captureMedia(): Promise<void> {
    const capturing = ++this.#capture;
    try {
      const faults = await this.sources.begin(this.#wanted);
      if (capturing !== this.#capture) return;
      this.quality.start();
      this.#fit();
      this.#happened({ type: "captured", faults, there: this.sources.there });
      for (const device of this.sources.taken) {
        this.#happened({ type: "device", device, present: false });
      }
    } catch (error) {
      if (capturing !== this.#capture) return;
      this.#happened({ type: "not-captured", problem: problemOf(error) });
    }
  }

  /** Has the picture that is sent give what was chosen. */
  #fit(): void {
    const [picture] = this.preview.peek()?.getVideoTracks() ?? [];
    if (picture !== undefined) this.quality.fit(picture);
  }

  #takeRelayOnly(on: boolean): void {
    this.relayOnly.value = on;
    this.#ice.relayOnly = on;
  }

  #hangUp(): void {
    this.#cancelTick();
    this.#stopListening();
    this.#client?.close();
    this.#client = null;
    this.#links.closeAll();
    this.quality.stop();
    this.viewers.value = 0;
    this.waiting.value = 0;
  }

  #release(): void {
    this.#capture++;
    this.#hangUp();
    this.sources.release();
  }
}

/** Why there can be no broadcast at all. */
function problemOf(error: unknown): BroadcastProblem {
  const problem = error instanceof CaptureError ? error.problem : "unexpected";
  return problem === "insecure-page" || problem === "no-webrtc" ? problem : "unexpected";
}

/** A name like the one that is taken, most probably free. */
export function anotherName(stream: string, random = Math.random()): string {
  const suffix = `-${100 + Math.floor(random * 900)}`;
  return [...stream].slice(0, 64 - suffix.length).join("") + suffix;
}
