import assert from "node:assert/strict";
import { pause, unlessAborted, within } from "@/common/until.ts";

const never = new Promise<string>(() => {});

Deno.test("within() ends its work with the time, or with the signal that was given", async () => {
  const stop = new AbortController();
  const wait = (signal: AbortSignal) => unlessAborted(signal, never);
  assert.equal(await within(stop.signal, 1, wait), undefined);
  assert.equal(stop.signal.aborted, false);
  const waiting = within(stop.signal, 1_000_000, wait);
  stop.abort();
  assert.equal(await waiting, undefined);
  assert.equal(await within(stop.signal, 1_000_000, wait), undefined);
});

Deno.test("within() gives what comes of its work, failures too, and leaves no timer", async () => {
  const { signal } = new AbortController();
  assert.equal(await within(signal, 1_000_000, () => Promise.resolve("done")), "done");
  await assert.rejects(within(signal, 1_000_000, () => Promise.reject(new Error("no"))), /no/);
});

Deno.test("pause() ends with the time, or at once with the signal", async () => {
  const stop = new AbortController();
  await pause(stop.signal, 1);
  const pausing = pause(stop.signal, 1_000_000);
  stop.abort();
  await pausing;
  await pause(stop.signal, 1_000_000);
});
