import assert from "node:assert/strict";
import { rememberRemoval, removalKey, removedUntil } from "@/webrtc/watch/removal.ts";

const HOUR = 3_600_000;

Deno.test("a removal lasts an hour if the browser forbids storage", () => {
  using _ = replaced(globalThis, "localStorage", {
    get: () => {
      throw new DOMException("forbidden", "SecurityError");
    },
  });
  assert.equal(removedUntil("forbidden"), null);
  const until = rememberRemoval("forbidden");
  assert.ok(Math.abs((removedUntil("forbidden") ?? 0) - until) < 100);
  using _forward = replaced(Date, "now", { value: () => until + HOUR });
  const left = (removedUntil("forbidden") ?? 0) - Date.now();
  assert.ok(left > HOUR - 1_000 && left <= HOUR, "however the clock is set");
});

Deno.test("a removal is stored for the next visit, and lasts at most an hour even if the clock is set back", () => {
  const items = new Map<string, string>();
  using _ = replaced(globalThis, "localStorage", {
    value: {
      getItem: (name: string) => items.get(name) ?? null,
      setItem: (name: string, text: string) => void items.set(name, text),
    },
  });
  const until = rememberRemoval("stored");
  assert.equal(items.get(removalKey("stored")), String(until));

  items.set(removalKey("earlier"), String(Date.now() + 24 * HOUR));
  const left = (removedUntil("earlier") ?? 0) - Date.now();
  assert.ok(left > HOUR - 1_000 && left <= HOUR, `${left}`);
  assert.ok(Number(items.get(removalKey("earlier"))) <= Date.now() + HOUR);

  items.set(removalKey("over"), String(Date.now() - 1));
  assert.equal(removedUntil("over"), null);
});

/** Sets a property until the end of the scope. */
function replaced(target: object, name: string, by: PropertyDescriptor): Disposable {
  const before = Object.getOwnPropertyDescriptor(target, name);
  Object.defineProperty(target, name, { configurable: true, ...by });
  return {
    [Symbol.dispose]() {
      if (before) Object.defineProperty(target, name, before);
    },
  };
}
