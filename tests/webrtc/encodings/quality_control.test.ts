import assert from "node:assert/strict";
import { AHEAD } from "@/webrtc/broadcast/capacity.ts";
import type { Encoding } from "@/webrtc/encodings/quality.ts";
import { QualityControl } from "@/webrtc/encodings/quality_control.ts";
import { StatsReport } from "@/webrtc/stats/stats_report.ts";
import { FakeClock } from "../../support/fake_clock.ts";

/** A link that encodes 30 frames per second, each in so many seconds. */
class FakeLink {
  encoding: Encoding | null = null;
  #seconds = 0;

  constructor(readonly perFrame: number, readonly limitation = "none") {}

  encode(encoding: Encoding): void {
    this.encoding = encoding;
  }

  statistics(): Promise<StatsReport> {
    const frames = 30 * this.#seconds++;
    const stats = [
      {
        type: "outbound-rtp",
        kind: "video",
        framesEncoded: frames,
        totalEncodeTime: frames * this.perFrame,
        qualityLimitationReason: this.limitation,
      },
      { type: "media-source", kind: "video", framesPerSecond: 30 },
    ];
    return Promise.resolve(new StatsReport(new Map(stats.map((each) => [each.type, each]))));
  }
}

function world() {
  const clock = new FakeClock();
  const capacities: number[] = [];
  const control = new QualityControl((capacity) => capacities.push(capacity), clock);
  control.start();
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second++) {
      clock.advance(1_000);
      // Sampling all links takes promises, and the next sample is due only after them.
      for (let turn = 0; turn < 20; turn++) await Promise.resolve();
    }
  };
  return { clock, control, pass, capacity: () => capacities.at(-1) };
}

Deno.test("there are places before the first viewer, and again as soon as the last one is taken", () => {
  const { control, capacity } = world();
  assert.equal(capacity(), AHEAD);
  for (let viewer = 1; viewer <= AHEAD; viewer++) {
    control.opened(`${viewer}`, new FakeLink(0.001));
  }
  assert.ok(Number(capacity()) > AHEAD);
  control.stop();
});

Deno.test("while the processor is too slow for a viewer, no more viewers are admitted", async () => {
  const { control, pass, capacity } = world();
  control.opened("first", new FakeLink(0.001));
  control.opened("second", new FakeLink(0.001, "cpu"));
  await pass(8);
  assert.equal(capacity(), 2);
  assert.equal(control.measured.value, 2);
  control.closed("second");
  await pass(1);
  assert.equal(capacity(), 1 + AHEAD);
  control.stop();
});

Deno.test("a number set by hand overrides measurements until it is automatic again", async () => {
  const { control, pass, capacity } = world();
  control.set({ places: 7 });
  control.start();
  control.opened("first", new FakeLink(0.001, "cpu"));
  await pass(8);
  assert.equal(capacity(), 7);
  control.set({ places: null });
  await pass(1);
  assert.equal(capacity(), 1);
  control.stop();
});

Deno.test("the upload limit is shared again whenever a viewer comes or goes", () => {
  const { control } = world();
  control.set({ cap: 2_000_000 });
  const [first, second] = [new FakeLink(0.001), new FakeLink(0.001)];
  control.opened("first", first);
  const bitrateForOne = Number(first.encoding?.maxBitrate);
  control.opened("second", second);
  assert.ok(Number(first.encoding?.maxBitrate) < 0.5 * bitrateForOne);
  assert.deepEqual(first.encoding, second.encoding);
  control.closed("second");
  assert.equal(first.encoding?.maxBitrate, bitrateForOne);
  control.set({ cap: null });
  control.stop();
});

Deno.test("a viewer keeps its number when it gets a new link", () => {
  const { control } = world();
  for (const peer of ["first", "second", "first"]) control.opened(peer, new FakeLink(0.001));
  assert.deepEqual(control.audience.value.map(({ number }) => number), [1, 2]);
  control.closed("first");
  control.opened("third", new FakeLink(0.001));
  assert.deepEqual(control.audience.value.map(({ number }) => number), [2, 3]);
  control.stop();
});

Deno.test("viewers that have left leave nothing behind, and a stopped control leaves no timer", async () => {
  const { clock, control, pass } = world();
  for (let viewer = 0; viewer < 500; viewer++) {
    control.opened(`${viewer}`, new FakeLink(0.001));
    await pass(1);
    control.closed(`${viewer}`);
  }
  assert.deepEqual(control.audience.value, []);
  assert.equal(control.history.value.length, 240);
  assert.equal(clock.pending, 1);
  control.stop();
  assert.equal(clock.pending, 0);
  assert.deepEqual(control.history.value, []);
});
