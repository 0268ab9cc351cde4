/** Quality that fits: looks at every link, shares the upload, and decides how many may watch. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { type Clock, SYSTEM_CLOCK } from "@/common/clock.ts";
import { type Admission, admit, entryRung, type Load, mayRise } from "../broadcast/capacity.ts";
import { type CodecName, codecOrder, efficientCodecs } from "./codecs.ts";
import type { BroadcasterLink } from "../link/link.ts";
import {
  costOf,
  DEFAULT_QUALITY,
  encodingFor,
  frameRateOf,
  leastUpload,
  PRESETS,
  type Quality,
  rungWithin,
  share,
} from "./quality.ts";
import { loadQuality, saveQuality } from "../storage/quality_store.ts";
import { constraintsFor, screenSide, sourceOf } from "./shape.ts";
import {
  type Moment,
  moment,
  type OutboundSample,
  outboundSample,
  type OutboundStats,
  outboundStats,
  type Watching,
} from "../stats/outbound_stats.ts";

/** How often to look, in milliseconds. */
const EVERY = 1_000;
/** The moments that are kept for the graphs: four minutes. */
const KEPT = 240;
/** How many looks a measurement spans: frames come unevenly. */
const SPAN = 4;
/** A link is not judged while it starts: the bandwidth is being found, and frames are few. In milliseconds. */
const SETTLING = 5_000;
/** Whoever gets less than this part of the camera's frames is short of them. */
const ENOUGH = 0.8;
/** A shape that differs by this part is another one; by less, it was rounded. */
const OTHER_SHAPE = 0.05;

type MeasuredLink = Pick<BroadcasterLink, "statistics" | "encode">;

/** What is known of one viewer. Gone with its link. */
interface Slot {
  readonly number: number;
  readonly link: MeasuredLink;
  readonly since: number;
  /** The best rung that it may have: what was free when it came, or is free since. */
  best: number;
  /** The one that it has. */
  rung: number;
  /** The newest last; no more than a measurement needs. */
  samples: readonly OutboundSample[];
  sent: OutboundStats | null;
}

/** What the page shows and sets. */
export interface QualityDesk {
  readonly settings: ReadonlySignal<Quality>;
  readonly audience: ReadonlySignal<readonly Watching[]>;
  readonly history: ReadonlySignal<readonly Moment[]>;
  /** How many this machine is measured to carry; null: not measured. */
  readonly measured: ReadonlySignal<number | null>;
  set(changed: Partial<Quality>): void;
}

export class QualityControl implements QualityDesk {
  readonly settings = signal(DEFAULT_QUALITY);
  readonly audience = signal<readonly Watching[]>([]);
  readonly history = signal<readonly Moment[]>([]);
  readonly #admission = signal<Admission>({ places: 1, measured: null });
  readonly measured = computed(() => this.#admission.value.measured);
  readonly #slots = new Map<string, Slot>();
  #track: MediaStreamTrack | null = null;
  /** What it was asked to fit in, if it is a screen. */
  #side = 0;
  #arrived = 0;
  /** When a viewer was given a better rung last: its cost is measured before the next one is. */
  #risen = 0;
  #efficient: Promise<readonly CodecName[]> | null = null;
  #codecs = codecOrder(this.settings.peek().codec, []);
  #cancelTick = () => {};

  constructor(
    readonly setCapacity: (capacity: number) => void,
    readonly clock: Clock = SYSTEM_CLOCK,
  ) {}

  /** Takes up what was chosen in this browser before. */
  load(): void {
    this.settings.value = loadQuality();
  }

  /** To be called before the stream is published: the first viewers come with the server's answer. */
  start(): void {
    this.stop();
    this.#admit();
    this.#efficient ??= efficientCodecs();
    void this.#orderCodecs();
    this.#tickLater();
  }

  stop(): void {
    this.#cancelTick();
    this.#slots.clear();
    this.#track = null;
    this.#arrived = 0;
    this.audience.value = [];
    this.history.value = [];
  }

  set(changed: Partial<Quality>): void {
    const settings = { ...this.settings.peek(), ...changed };
    // The rungs of another preset are others: what each costs is measured anew.
    if (settings.preset !== this.settings.peek().preset) {
      for (const slot of this.#slots.values()) slot.best = 0;
    }
    this.settings.value = settings;
    saveQuality(settings);
    void this.#orderCodecs();
    if (this.#track === null) return; // not broadcasting
    this.fit(this.#track);
    this.#admit();
  }

  /** Has a track give what the preset wants. To be called for every picture that is to be sent. */
  fit(track: MediaStreamTrack): void {
    if (track.kind !== "video") return;
    this.#track = track;
    const { contentHint, rungs: [best] } = this.#preset;
    track.contentHint = contentHint;
    const source = sourceOf(track);
    this.#side = screenSide(source, best.height);
    // A camera that cannot gives what is nearest, and one that refuses stays as it is: the encoder scales.
    track.applyConstraints(constraintsFor(source, best)).then(() => this.#share(), () => {});
    this.#share();
  }

  /** A shared window takes another shape when it is resized: what it was asked for may not fit any more. */
  #refit(): void {
    const track = this.#track;
    if (track === null) return;
    const source = sourceOf(track);
    const side = screenSide(source, this.#preset.rungs[0].height);
    if (source.isScreen && Math.abs(side / this.#side - 1) > OTHER_SHAPE) this.fit(track);
  }

  /** A viewer gets a link, or another one. */
  opened(peer: string, link: MeasuredLink): void {
    const known = this.#slots.get(peer);
    const best = known?.best ?? entryRung(this.#load());
    this.#slots.set(peer, {
      number: known?.number ?? ++this.#arrived,
      link,
      since: this.clock.now(),
      best,
      rung: best,
      samples: [],
      sent: null,
    });
    this.#share();
    this.#tell();
    // The next one need not wait for the next look.
    if (this.#slots.size >= this.#admission.peek().places) this.#admit();
  }

  closed(peer: string): void {
    if (!this.#slots.delete(peer)) return;
    this.#share();
    this.#tell();
  }

  get #preset() {
    return PRESETS[this.settings.peek().preset];
  }

  #tickLater(): void {
    this.#cancelTick();
    let cancelled = false;
    const cancel = this.clock.after(EVERY, async () => {
      await Promise.all([...this.#slots.values()].map((slot) => this.#look(slot)));
      if (cancelled) return;
      this.#refit();
      this.#rise();
      this.#share();
      this.#tell();
      this.#admit();
      const now = moment(this.clock.now(), this.audience.peek());
      this.history.value = [...this.history.peek().slice(1 - KEPT), now];
      this.#tickLater();
    });
    this.#cancelTick = () => {
      cancelled = true;
      cancel();
    };
  }

  async #look(slot: Slot): Promise<void> {
    try {
      const report = await slot.link.statistics();
      const now = outboundSample(this.clock.now(), report);
      slot.samples = [...slot.samples.slice(-SPAN), now];
      if (slot.samples.length > 1) slot.sent = outboundStats(slot.samples[0], now);
    } catch { /* closed meanwhile */ }
  }

  #tell(): void {
    this.audience.value = [...this.#slots].map(([peer, { number, sent }]) => ({
      peer,
      number,
      sent,
    }));
  }

  /** Gives each viewer its share of the upload, on the rung that fits. */
  #share(): void {
    const preset = this.#preset;
    const slots = [...this.#slots.values()];
    const shares = share(
      this.settings.peek().cap,
      slots.map(({ best }) => preset.rungs[Math.min(best, preset.rungs.length - 1)].bitrate),
    );
    const given = this.#track === null ? null : sourceOf(this.#track).size;
    slots.forEach((slot, index) => {
      const source = given ?? slot.samples.at(-1)?.given ?? null;
      slot.rung = Math.max(slot.best, rungWithin(preset, shares[index]));
      slot.link.encode(encodingFor(preset, slot.rung, shares[index], source, this.#codecs));
    });
  }

  /** Gives whoever has the lowest rung a better one, if there is room by now. */
  #rise(): void {
    const now = this.clock.now();
    if (now - this.#risen < SETTLING) return;
    const [lowest] = [...this.#slots.values()].sort((a, b) => b.best - a.best);
    if (lowest === undefined || now - lowest.since < SETTLING) return;
    if (!mayRise(this.#load(), lowest.best)) return;
    lowest.best--;
    this.#risen = now;
  }

  #admit(): void {
    this.#admission.value = admit(this.#load());
    this.setCapacity(this.settings.peek().places ?? this.#admission.peek().places);
  }

  #load(): Load {
    const preset = this.#preset;
    const { cap } = this.settings.peek();
    const slots = [...this.#slots.values()];
    const now = this.clock.now();
    const settled = slots.filter(({ since }) => now - since >= SETTLING);
    return {
      cores: navigator.hardwareConcurrency || 2,
      watching: slots.map(({ rung, sent }) => ({
        cost: costOf(preset, rung),
        encoding: sent?.encoding ?? null,
      })),
      strained: settled.some(({ sent, rung }) =>
        sent !== null && isStrained(sent, frameRateOf(preset, rung))
      ),
      carried: cap === null ? null : Math.floor(cap / leastUpload(preset)),
      costs: preset.rungs.map((_, index) => costOf(preset, index)),
    };
  }

  async #orderCodecs(): Promise<void> {
    const efficient = await this.#efficient ?? [];
    this.#codecs = codecOrder(this.settings.peek().codec, efficient);
    this.#share();
  }
}

/** Whether a picture is short of processor. Few frames for want of bandwidth are the viewer's own affair. */
function isStrained({ limitation, frameRate, source }: OutboundStats, most: number): boolean {
  if (limitation === "cpu") return true;
  return limitation === "none" && frameRate !== null && source !== null &&
    frameRate < ENOUGH * Math.min(source, most);
}
