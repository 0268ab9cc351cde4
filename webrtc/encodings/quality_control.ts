/** Controls the quality: measures every link, shares the upload, and decides how many viewers to admit. */
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

/** In milliseconds. */
const SAMPLE_INTERVAL = 1_000;
/** The number of moments in the history for the graphs: four minutes. */
const HISTORY_LENGTH = 240;
/** The number of intervals that a measurement spans, because frames come unevenly. */
const SPAN = 4;
/** How long to ignore a new link's measurements, in milliseconds: bandwidth and frame rate are still rising. */
const SETTLING = 5_000;
/** A viewer that gets less than this part of the camera's frames gets too few. */
const ENOUGH = 0.8;
/** A change of shape by at least this part. Smaller ones come from rounding. */
const OTHER_SHAPE = 0.05;

type MeasuredLink = Pick<BroadcasterLink, "statistics" | "encode">;

/** The state of one viewer, for as long as it has a link. */
interface Slot {
  readonly number: number;
  readonly link: MeasuredLink;
  readonly since: number;
  /** The best rung that it may have, by the load when it came or later. */
  best: number;
  /** The rung that it has now. */
  rung: number;
  /** The newest last. Only as many as a measurement needs. */
  samples: readonly OutboundSample[];
  sent: OutboundStats | null;
}

/** What the page shows and changes. */
export interface QualityPanel {
  readonly settings: ReadonlySignal<Quality>;
  readonly audience: ReadonlySignal<readonly Watching[]>;
  readonly history: ReadonlySignal<readonly Moment[]>;
  /** The number of viewers that this machine is measured to serve; null: not measured. */
  readonly measured: ReadonlySignal<number | null>;
  set(changed: Partial<Quality>): void;
}

export class QualityControl implements QualityPanel {
  readonly settings = signal(DEFAULT_QUALITY);
  readonly audience = signal<readonly Watching[]>([]);
  readonly history = signal<readonly Moment[]>([]);
  readonly #admission = signal<Admission>({ places: 1, measured: null });
  readonly measured = computed(() => this.#admission.value.measured);
  readonly #slots = new Map<string, Slot>();
  #track: MediaStreamTrack | null = null;
  /** The side of the square that a shared screen was constrained to. */
  #side = 0;
  #arrived = 0;
  /** When a viewer last rose to a better rung. Its cost is measured before another one rises. */
  #raisedAt = 0;
  #efficient: Promise<readonly CodecName[]> | null = null;
  #codecs = codecOrder(this.settings.peek().codec, []);
  #cancelTick = () => {};

  constructor(
    readonly setCapacity: (capacity: number) => void,
    readonly clock: Clock = SYSTEM_CLOCK,
  ) {}

  /** Loads the settings that this browser stores. */
  load(): void {
    this.settings.value = loadQuality();
  }

  /** Call this before the stream is published, because the first viewers come with the server's answer. */
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
    // Another preset has other rungs: measure their costs again.
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

  /** Applies the preset's constraints to a track. Call this for every new video track. */
  fit(track: MediaStreamTrack): void {
    if (track.kind !== "video") return;
    this.#track = track;
    const { contentHint, rungs: [best] } = this.#preset;
    track.contentHint = contentHint;
    const source = sourceOf(track);
    this.#side = screenSide(source, best.height);
    // A camera may give something near, or refuse. The encoder scales in any case.
    track.applyConstraints(constraintsFor(source, best)).then(() => this.#share(), () => {});
    this.#share();
  }

  /** Updates the constraints when a shared window has been resized to another shape. */
  #refit(): void {
    const track = this.#track;
    if (track === null) return;
    const source = sourceOf(track);
    const side = screenSide(source, this.#preset.rungs[0].height);
    if (source.isScreen && Math.abs(side / this.#side - 1) > OTHER_SHAPE) this.fit(track);
  }

  /** A viewer has a new link. */
  opened(peer: string, link: MeasuredLink): void {
    const before = this.#slots.get(peer);
    const best = before?.best ?? entryRung(this.#load());
    this.#slots.set(peer, {
      number: before?.number ?? ++this.#arrived,
      link,
      since: this.clock.now(),
      best,
      rung: best,
      samples: [],
      sent: null,
    });
    this.#share();
    this.#updateAudience();
    // Do not let the next viewer wait for the next sample.
    if (this.#slots.size >= this.#admission.peek().places) this.#admit();
  }

  closed(peer: string): void {
    if (!this.#slots.delete(peer)) return;
    this.#share();
    this.#updateAudience();
  }

  get #preset() {
    return PRESETS[this.settings.peek().preset];
  }

  #tickLater(): void {
    this.#cancelTick();
    let cancelled = false;
    const cancel = this.clock.after(SAMPLE_INTERVAL, async () => {
      await Promise.all([...this.#slots.values()].map((slot) => this.#sample(slot)));
      if (cancelled) return;
      this.#refit();
      this.#raise();
      this.#share();
      this.#updateAudience();
      this.#admit();
      const now = moment(this.clock.now(), this.audience.peek());
      this.history.value = [...this.history.peek().slice(1 - HISTORY_LENGTH), now];
      this.#tickLater();
    });
    this.#cancelTick = () => {
      cancelled = true;
      cancel();
    };
  }

  async #sample(slot: Slot): Promise<void> {
    try {
      const report = await slot.link.statistics();
      const now = outboundSample(this.clock.now(), report);
      slot.samples = [...slot.samples.slice(-SPAN), now];
      if (slot.samples.length > 1) slot.sent = outboundStats(slot.samples[0], now);
    } catch { /* closed meanwhile */ }
  }

  #updateAudience(): void {
    this.audience.value = [...this.#slots].map(([peer, { number, sent }]) => ({
      peer,
      number,
      sent,
    }));
  }

  /** Gives each viewer its share of the upload, and the rung for it. */
  #share(): void {
    const preset = this.#preset;
    const slots = [...this.#slots.values()];
    const shares = share(
      this.settings.peek().cap,
      slots.map(({ best }) => preset.rungs[Math.min(best, preset.rungs.length - 1)].bitrate),
    );
    const trackSize = this.#track === null ? null : sourceOf(this.#track).size;
    slots.forEach((slot, index) => {
      const source = trackSize ?? slot.samples.at(-1)?.sourceSize ?? null;
      slot.rung = Math.max(slot.best, rungWithin(preset, shares[index]));
      slot.link.encode(encodingFor(preset, slot.rung, shares[index], source, this.#codecs));
    });
  }

  /** Raises the viewer on the lowest rung by one, if there is headroom. */
  #raise(): void {
    const now = this.clock.now();
    if (now - this.#raisedAt < SETTLING) return;
    const [lowest] = [...this.#slots.values()].sort((a, b) => b.best - a.best);
    if (lowest === undefined || now - lowest.since < SETTLING) return;
    if (!mayRise(this.#load(), lowest.best)) return;
    lowest.best--;
    this.#raisedAt = now;
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
      uploadLimit: cap === null ? null : Math.floor(cap / leastUpload(preset)),
      costs: preset.rungs.map((_, index) => costOf(preset, index)),
    };
  }

  async #orderCodecs(): Promise<void> {
    const efficient = await this.#efficient ?? [];
    this.#codecs = codecOrder(this.settings.peek().codec, efficient);
    this.#share();
  }
}

/** Whether the processor is too slow for a picture. Too little bandwidth does not count: it concerns that viewer alone. */
function isStrained(
  { limitation, frameRate, sourceFrameRate }: OutboundStats,
  maxFrameRate: number,
): boolean {
  if (limitation === "cpu") return true;
  return limitation === "none" && frameRate !== null && sourceFrameRate !== null &&
    frameRate < ENOUGH * Math.min(sourceFrameRate, maxFrameRate);
}
