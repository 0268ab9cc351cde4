import assert from "node:assert/strict";
import { RateLimit } from "@/common/rate_limit.ts";

function taken(rate: RateLimit, now: number, most = 1_000): number {
  let count = 0;
  while (count < most && rate.take(now)) count++;
  return count;
}

Deno.test("RateLimit gives the burst at once, then so many a second, never more than the burst", () => {
  const rate = new RateLimit(30, 60, 1_000);
  assert.equal(taken(rate, 1_000), 60);
  assert.equal(taken(rate, 1_500), 15);
  assert.equal(taken(rate, 2_500), 30);
  assert.equal(taken(rate, 1_000_000), 60);
});

Deno.test("RateLimit.wait says when take will succeed", () => {
  const rate = new RateLimit(30, 60, 0);
  assert.equal(rate.wait(0), 0);
  taken(rate, 0);
  const wait = rate.wait(0);
  assert.equal(wait, 34);
  assert.equal(rate.take(wait - 1), false);
  assert.equal(rate.take(wait), true);
});

Deno.test("RateLimit punishes nobody when the system's clock is set back", () => {
  const rate = new RateLimit(30, 60, 1_000_000);
  assert.equal(rate.take(1_000_000), true);
  assert.equal(rate.take(0), true);
  assert.equal(taken(rate, 0), 58);
  assert.equal(taken(rate, 1_000), 30);
});
