import assert from "node:assert/strict";
import { AddressCounts, AddressRates, networkOf } from "@/common/address_limits.ts";
import { FakeClock } from "../support/fake_clock.ts";

const NETWORKS: Readonly<Record<string, string>> = {
  "192.0.2.1": "192.0.2.1",
  "::ffff:192.0.2.1": "192.0.2.1",
  "2001:db8:1:2:3:4:5:6": "2001:db8:1:2/64",
  "2001:DB8:1:2::9": "2001:db8:1:2/64",
  "2001:db8::": "2001:db8:0:0/64",
  "fe80::1%eth0": "fe80:0:0:0/64",
  "64:ff9b::192.0.2.1": "64:ff9b:0:0/64",
  "::1": "0:0:0:0/64",
};

for (const [address, network] of Object.entries(NETWORKS)) {
  Deno.test(`${address} is counted as ${network}`, () => {
    assert.equal(networkOf(address), network);
  });
}

Deno.test("an address has its own rate, which comes back with time", () => {
  const clock = new FakeClock();
  const rates = new AddressRates(clock, { perSecond: 2, burst: 3 });
  const take = (address: string) => rates.take(address);
  assert.deepEqual(Array.from({ length: 4 }, () => take("192.0.2.1")), [true, true, true, false]);
  assert.equal(rates.wait("192.0.2.1"), 500);
  assert.equal(take("192.0.2.2"), true, "another address is not affected");
  clock.advance(500);
  assert.deepEqual([take("192.0.2.1"), take("192.0.2.1")], [true, false]);
});

Deno.test("what is put back can be taken again, up to the burst", () => {
  const rates = new AddressRates(new FakeClock(), { perSecond: 1, burst: 1 });
  for (const address of ["192.0.2.1", "2001:db8::1"]) {
    assert.equal(rates.take(address), true);
    rates.putBack(address);
    rates.putBack(address);
    assert.deepEqual([rates.take(address), rates.take(address)], [true, false]);
  }
});

Deno.test("the networks of an IPv6 subscriber share a larger rate", () => {
  const rates = new AddressRates(new FakeClock(), { perSecond: 1, burst: 10 });
  const taken = (addresses: Iterable<string>) =>
    [...addresses].filter((address) => rates.take(address)).length;
  const from = (count: number, address: (n: number) => string) =>
    Array.from({ length: count }, (_, n) => address(n));
  assert.equal(taken(from(100, (n) => `2001:db8:1:1::${n.toString(16)}`)), 10, "one /64");
  assert.equal(taken(from(100, (n) => `2001:db8:1:${(n + 2).toString(16)}::1`)), 30, "its /56");
  assert.equal(taken(from(2000, (n) => `2001:db8:1:${(n + 256).toString(16)}::1`)), 120, "its /48");
  assert.equal(taken(["2001:db8:2::1"]), 1, "another /48");
});

Deno.test("a rate remembers a bounded number of networks", () => {
  const rates = new AddressRates(new FakeClock(), { perSecond: 1, burst: 1 });
  assert.ok(rates.take("192.0.2.1"));
  const address = (n: number) => `10.${n >> 16}.${(n >> 8) & 255}.${n & 255}`;
  for (let n = 0; n < 20_000; n++) assert.ok(rates.take(address(n)));
  assert.equal(rates.wait("192.0.2.1"), 0, "forgotten");
  assert.ok(rates.wait(address(19_999)) > 0);
});

Deno.test("an address has its own count", () => {
  const counts = new AddressCounts(2);
  const enter = () => counts.enter("192.0.2.1");
  assert.deepEqual([enter(), enter(), enter()], [true, true, false]);
  assert.ok(counts.enter("192.0.2.2"), "another address is not affected");
  counts.leave("192.0.2.1");
  assert.deepEqual([enter(), enter()], [true, false]);
});

Deno.test("the networks of an IPv6 subscriber share a larger count, and give all of it back", () => {
  const counts = new AddressCounts(2);
  const addresses = Array.from({ length: 20 }, (_, n) => `2001:db8:1:${n.toString(16)}::1`);
  const entered = () => addresses.filter((address) => counts.enter(address));
  const first = entered();
  assert.equal(first.length, 8);
  for (const address of first) counts.leave(address);
  assert.equal(entered().length, 8);
});
