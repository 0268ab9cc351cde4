/** A session that broadcasts a stream: feeds events to the machine and carries out its actions. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { SignalingClient } from "@/signaling/client/signaling_client.ts";
import type { Description } from "@/signaling/protocol/description.ts";
import { parseToBroadcaster, type ToBroadcaster } from "@/signaling/protocol/server_messages.ts";
import { anotherName } from "./another_name.ts";
import { publishHello, resumeHello } from "./broadcast_hello.ts";
import { BROADCAST } from "./broadcast_machine.ts";
import type { BroadcastAction, BroadcastEvent } from "./broadcast_model.ts";
import { type BroadcastWorld, BROWSER } from "./broadcast_world.ts";
import { BroadcasterLinks } from "./broadcaster_links.ts";
import { Capturing } from "./capturing.ts";
import { Ice } from "../link/ice.ts";
import type { IceSettings } from "@/signaling/protocol/ice_servers.ts";
import { loadRelayOnly, saveRelayOnly } from "../storage/relay_store.ts";
import { loadKey, saveKey } from "../storage/key_store.ts";
import { LiveMarker } from "./live_marker.ts";
import { runMachine } from "../machine_runner.ts";
import { loadMicrophoneMode, saveMicrophoneMode } from "../storage/microphone_store.ts";
import { QualityControl, type QualityPanel } from "../encodings/quality_control.ts";
import type { MicrophoneMode } from "../sources/choices.ts";
import type { Sources } from "../sources/sources.ts";
import { type BroadcastState, type Device, DEVICES } from "../states.ts";

export interface BroadcastSession {
  readonly stream: string;
  readonly state: ReadonlySignal<BroadcastState>;
  /** What is sent or will be sent. A new `MediaStream` whenever a track changes. */
  readonly preview: ReadonlySignal<MediaStream | null>;
  /** Can be set up before going live, and changed while live. */
  readonly sources: Sources;
  readonly description: ReadonlySignal<Description>;
  /** The number of viewers. */
  readonly viewers: ReadonlySignal<number>;
  /** The number of viewers in the queue. */
  readonly waiting: ReadonlySignal<number>;
  readonly quality: QualityPanel;
  /** The stream key, if this browser could not store it: without it the owner cannot return. */
  readonly unkeptKey: ReadonlySignal<string | null>;
  /**
   * Checks whether this browser can broadcast, and whether it did until just now. If so, goes live again by itself, provided
   * that the browser grants the devices without asking.
   */
  restore(): Promise<void>;
  /**
   * Goes live, tries again after a failure, or takes the seat back from another tab.
   * @param devices those to capture, unless there is a preview already
   */
  start(devices?: readonly Device[]): void;
  /** Releases all sources and captures the devices again. */
  startAfresh(): void;
  /** Goes live with the owner's stream key. */
  startWithKey(key: string): void;
  /** Sets or removes the stream's title. It lasts as long as this session. */
  setTitle(title: Description["title"]): void;
  /** Uses relayed paths alone, so that viewers do not learn the broadcaster's address. Applies to links made from then on. */
  setRelayOnly(on: boolean): void;
  readonly relayOnly: ReadonlySignal<boolean>;
  /** Sets the microphone mode, and stores it in this browser. */
  setMicrophoneMode(mode: MicrophoneMode): Promise<void>;
  /** Removes a viewer. It cannot resume as the same peer. */
  remove(peer: string): void;
  /** Ends the stream for everyone. */
  stop(): void;
  /** Closes everything without a goodbye: the server keeps the seat for a while. */
  dispose(): void;
}

/** Has no effect until `restore` or `start`. */
export function createBroadcastSession(
  stream: string,
  ice: IceSettings,
  world: BroadcastWorld = BROWSER,
): BroadcastSession {
  return new StreamBroadcaster(stream, ice, world);
}

class StreamBroadcaster implements BroadcastSession {
  readonly #runner;
  readonly state;
  readonly description;
  readonly sources: Sources;
  readonly preview;
  readonly viewers;
  readonly waiting;
  readonly relayOnly = signal(false);
  readonly unkeptKey = signal<string | null>(null);
  readonly #ice: Ice;
  readonly quality: QualityControl;
  readonly #links: BroadcasterLinks;
  readonly #capturing: Capturing;
  readonly #marker: LiveMarker;
  #client: SignalingClient<ToBroadcaster> | null = null;
  /** The devices to capture. */
  #wanted: readonly Device[] = DEVICES;
  #stopListening = () => {};

  constructor(readonly stream: string, ice: IceSettings, readonly world: BroadcastWorld) {
    const { clock, newLink, newSources } = world;
    const runner = this.#runner = runMachine(
      BROADCAST,
      (action: BroadcastAction) => this.#carryOut(action),
      clock,
    );
    this.state = computed(() => runner.state.value.state);
    this.description = computed(() => runner.state.value.description);
    this.viewers = computed(() => runner.state.value.viewers);
    this.waiting = computed(() => runner.state.value.waiting);
    this.sources = newSources((device, present) =>
      this.#happened({ type: "device", device, present })
    );
    this.preview = this.sources.media;
    this.quality = new QualityControl(
      (capacity) => this.#happened({ type: "describe", changed: { capacity } }),
      clock,
    );
    this.#capturing = new Capturing(this.sources, this.quality, (event) => this.#happened(event));
    this.#ice = new Ice(ice);
    this.#links = new BroadcasterLinks(
      (message) => this.#client?.send(message),
      this.quality,
      (works) => this.#happened({ type: "link", works }),
      this.#ice,
      newLink,
      clock,
    );
    this.#marker = new LiveMarker(stream, () => this.sources.wanted, clock);
    this.sources.sentMedia.subscribe((media) =>
      this.#happened({ type: "describe", changed: { media } })
    );
    this.preview.subscribe((media) => {
      this.#happened({ type: "preview", on: media !== null });
      this.#marker.refresh();
      if (media === null) return;
      this.#capturing.fit();
      this.#links.setMedia(media);
    });
  }

  async restore(): Promise<void> {
    this.quality.load();
    this.setRelayOnly(loadRelayOnly());
    void this.sources.setMicrophoneMode(loadMicrophoneMode()); // nothing is captured yet
    const { page } = this.world;
    const problem = await page.findProblem();
    if (problem !== null) return this.#happened({ type: "unfit", problem });
    const devices = await this.#marker.interruptedDevices();
    if (devices === null) return;
    if (devices.length > 0) this.#wanted = devices;
    this.#happened({ type: "remembered" });
    if (!await page.areGranted(devices) || this.state.peek().name !== "resumable") return;
    this.#start({ devices, acceptsMissing: true });
  }

  start(devices?: readonly Device[]): void {
    const { name } = this.state.peek();
    this.#start({ devices: devices ?? (name === "resumable" ? this.#wanted : DEVICES) });
  }

  startAfresh(): void {
    this.#start({ devices: DEVICES, afresh: true });
  }

  startWithKey(key: string): void {
    this.#storeKey(key.trim());
    this.start();
  }

  #start(
    { devices, ...options }: {
      devices: readonly Device[];
      acceptsMissing?: boolean;
      afresh?: boolean;
    },
  ): void {
    this.world.page.adoptKey(this.stream);
    this.#wanted = devices;
    this.#happened({ type: "start", ...options });
  }

  #storeKey(key: string): void {
    this.unkeptKey.value = saveKey(this.stream, key) ? null : key;
  }

  setTitle(title: Description["title"]): void {
    this.#happened({ type: "describe", changed: { title } });
  }

  setRelayOnly(on: boolean): void {
    this.relayOnly.value = on;
    this.#ice.relayOnly = on;
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
    this.#happened({ type: "stop" });
  }

  dispose(): void {
    this.#happened({ type: "leave" });
  }

  #happened(event: BroadcastEvent): void {
    this.#runner.happened(event);
  }

  #carryOut(action: BroadcastAction): void {
    const machine = this.#runner.state.peek();
    switch (action.type) {
      case "capture":
        this.#client ??= this.#newClient();
        this.#client.prepare();
        return void this.#capturing.begin(this.#wanted);
      case "connect":
        this.#client ??= this.#newClient();
        return action.delay === 0 ? this.#client.connect() : this.#client.connectIn(action.delay);
      case "publish":
        return this.#client?.send(publishHello(this.stream, loadKey(this.stream), machine));
      case "resume":
        if (machine.ticket === null) return;
        return this.#client?.send(resumeHello(machine.ticket, machine));
      case "describe":
        return this.#client?.send({ type: "describe", ...machine.description });
      case "remove":
        return action.peers.forEach((peer) => this.#client?.send({ type: "remove", peer }));
      case "goodbye":
        return this.#client?.close({ type: "stop" });
      case "keep-key":
        return this.#storeKey(action.key);
      case "close-links":
        return action.peers.forEach((peer) => this.#links.close(peer));
      case "hang-up":
        return this.#hangUp();
      case "release":
        this.#hangUp();
        return this.#capturing.release();
      case "mark":
        return this.#marker.set();
      case "unmark":
        return this.#marker.clear();
      case "leave-mark":
        return this.#marker.leave();
      default:
        return action satisfies never;
    }
  }

  #newClient(): SignalingClient<ToBroadcaster> {
    const { clock, network, random, page } = this.world;
    this.#stopListening = page.onSignsOfReturn(() => this.#client?.retryNow());
    return new SignalingClient<ToBroadcaster>({
      clock,
      network,
      random,
      parse: parseToBroadcaster,
      opened: () => this.#happened({ type: "opened" }),
      received: (message) => this.#received(message),
      lost: (outage) => this.#happened({ type: "lost", outage }),
      closed: (code) =>
        this.#happened({ type: "closed", code, suggestion: anotherName(this.stream, random()) }),
    });
  }

  #received(message: ToBroadcaster): void {
    this.#happened({ type: "received", message });
    switch (message.type) {
      case "offer":
        return void this.#links.answer(message);
      case "candidates":
        return this.#links.addCandidates(message);
      case "left":
        return this.#links.close(message.peer);
      case "ice-servers":
        this.#ice.setTurnServers(message.servers);
        return this.#links.configure();
      case "publishing":
      case "viewers":
      case "error":
        return; // the machine handles them
      default:
        return message satisfies never;
    }
  }

  #hangUp(): void {
    this.#stopListening();
    this.#client?.close();
    this.#client = null;
    this.#links.closeAll();
    this.quality.stop();
  }
}
