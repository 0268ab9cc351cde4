import assert from "node:assert/strict";
import { FirstFrame } from "@/webrtc/watch/first_frame.ts";

function clock() {
  const time = { now: 1_000 };
  return { time, first: new FirstFrame(() => time.now) };
}

Deno.test("the time to the first frame starts when the page requests the stream", () => {
  const { time, first } = clock();
  first.during("connecting");
  time.now += 100;
  first.during("joining");
  time.now += 50;
  first.during("playing");
  first.shown();
  assert.equal(first.took.value, 150);
  time.now += 5_000;
  first.shown();
  assert.equal(first.took.value, 150, "there is one first frame");
});

Deno.test("for a viewer that came before the broadcast, it starts when the broadcast does", () => {
  const { time, first } = clock();
  first.during("connecting");
  first.during("waiting");
  time.now += 60_000;
  first.during("joining");
  time.now += 80;
  first.shown();
  assert.equal(first.took.value, 80);
});
