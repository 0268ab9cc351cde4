import assert from "node:assert/strict";
import fc from "fast-check";
import { admit, AHEAD, entryRung, type Load, mayRise } from "@/webrtc/broadcast/capacity.ts";

const COSTS = [1, 0.45, 0.25, 0.1];

const IDLE: Load = { cores: 4, watching: [], strained: false, uploadLimit: null, costs: COSTS };

const viewer = fc.record({
  cost: fc.constantFrom(...COSTS),
  encoding: fc.option(fc.double({ min: 0, max: 2, noNaN: true })),
});

const load: fc.Arbitrary<Load> = fc.record({
  cores: fc.integer({ min: 1, max: 32 }),
  watching: fc.array(viewer, { maxLength: 30 }),
  strained: fc.boolean(),
  uploadLimit: fc.option(fc.integer({ min: 0, max: 100 })),
  costs: fc.constant(COSTS),
});

const viewers = (count: number, encoding: number | null, cost = 1) =>
  Array.from({ length: count }, () => ({ cost, encoding }));

Deno.test("no viewer loses its slot, and there is always a place for one", () => {
  fc.assert(fc.property(load, (load) => {
    const { places, measured } = admit(load);
    assert.ok(places >= Math.max(1, load.watching.length));
    assert.ok(places <= load.watching.length + AHEAD);
    assert.ok(measured === null || measured >= places);
  }));
});

Deno.test("more cores never mean fewer places, nor does less strain or more upload", () => {
  fc.assert(fc.property(load, fc.nat(16), (load, more) => {
    const { places } = admit(load);
    assert.ok(admit({ ...load, cores: load.cores + more }).places >= places);
    assert.ok(admit({ ...load, strained: false }).places >= places);
    assert.ok(admit({ ...load, uploadLimit: null }).places >= places);
  }));
});

Deno.test("a more expensive encoder never means more places, nor a better rung for a newcomer", () => {
  const count = fc.integer({ min: 1, max: 20 });
  const encoding = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(fc.property(count, encoding, encoding, (count, a, b) => {
    const [cheap, dear] = [Math.min(a, b), Math.max(a, b)]
      .map((each) => ({ ...IDLE, watching: viewers(count, each) }));
    assert.ok(admit(dear).places <= admit(cheap).places);
    assert.ok(entryRung(dear) >= entryRung(cheap));
  }));
});

Deno.test("a strained machine admits no more viewers", () => {
  fc.assert(fc.property(load, (load) => {
    const { places } = admit({ ...load, strained: true });
    assert.equal(places, Math.max(1, load.watching.length));
  }));
});

Deno.test("on an idle machine nobody waits for a measurement", () => {
  assert.deepEqual(admit(IDLE), { places: AHEAD, measured: null });
  assert.equal(admit({ ...IDLE, watching: viewers(3, null) }).places, 3 + AHEAD);
  assert.equal(entryRung(IDLE), 0);
});

Deno.test("near the limit a newcomer gets a lower rung; at the limit, a place in the queue", () => {
  // 4 cores, 0.6 of each: 2.4 seconds of encoding a second.
  const near = { ...IDLE, watching: viewers(5, 0.39) }; // 0.45 are left
  assert.equal(entryRung(near), 0);
  const nearer = { ...IDLE, watching: viewers(5, 0.44) }; // 0.2 are left
  assert.equal(entryRung(nearer), 1);
  assert.equal(admit(nearer).places, 5 + 4);
  const nearest = { ...IDLE, watching: viewers(5, 0.47) }; // 0.05 are left
  assert.equal(entryRung(nearest), 3);
  assert.deepEqual(admit(nearest), { places: 6, measured: 6 });
  assert.deepEqual(admit({ ...IDLE, watching: viewers(6, 0.4) }), { places: 6, measured: 6 });
});

Deno.test("a viewer that came at the limit gets a better rung once there is twice the headroom for it", () => {
  const watching = (others: number) => [...viewers(others, 0.4), { cost: 0.45, encoding: 0.18 }];
  assert.equal(mayRise({ ...IDLE, watching: watching(4) }, 1), true); // 0.62 are free, 0.22 are needed
  assert.equal(mayRise({ ...IDLE, watching: watching(5) }, 1), false); // 0.22 are free
  assert.equal(mayRise({ ...IDLE, watching: watching(4), strained: true }, 1), false);
  assert.equal(mayRise(IDLE, 0), false);
});

Deno.test("the upload limit also limits the viewers", () => {
  assert.equal(admit({ ...IDLE, uploadLimit: 2 }).places, 2);
  assert.equal(admit({ ...IDLE, watching: viewers(2, 0.01), uploadLimit: 2 }).places, 2);
  assert.equal(admit({ ...IDLE, uploadLimit: 0 }).places, 1);
});
