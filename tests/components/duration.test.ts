import assert from "node:assert/strict";
import { clock } from "@/components/duration.ts";

Deno.test("a clock counts seconds, minutes and hours", () => {
  assert.equal(clock(0), "0:00");
  assert.equal(clock(7_999), "0:07");
  assert.equal(clock(725_000), "12:05");
  assert.equal(clock(3_723_000), "1:02:03");
  assert.equal(clock(36_000_000), "10:00:00");
});

Deno.test("a clock that runs behind shows zero", () => assert.equal(clock(-5_000), "0:00"));
