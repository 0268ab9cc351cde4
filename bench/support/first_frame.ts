/** When a page showed its first frame, told by the page itself: whoever asks a page that is being opened holds it up. */
import type { BrowserContext, Frame, Page } from "playwright-core";
import { recordFrames } from "../../tests/support/frames.ts";
import { NEVER } from "./picture.ts";

const BINDING = "benchFirstFrame";
const told = new WeakMap<Frame, PromiseWithResolvers<number>>();

/** Has the pages of this visitor record their frames, and tell of the first, from their next document on. */
export async function recordFirstFrame(visitor: BrowserContext): Promise<void> {
  await recordFrames(visitor);
  await visitor.exposeBinding(BINDING, ({ frame }, at: number) => expected(frame).resolve(at));
  await visitor.addInitScript((binding) => {
    addEventListener("test:first-frame", () => {
      Reflect.get(globalThis, binding)(Reflect.get(globalThis, "testFrames")[0].at);
    });
  }, BINDING);
}

/** When the page showed its first frame, in `Date.now()`'s milliseconds. `Infinity`: in 20 s it did not. */
export async function firstFrame(page: Page | Frame): Promise<number> {
  const frame = "mainFrame" in page ? page.mainFrame() : page;
  const patience = Promise.withResolvers<number>();
  const timer = setTimeout(() => patience.resolve(Infinity), NEVER);
  try {
    return await Promise.race([expected(frame).promise, patience.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function expected(frame: Frame): PromiseWithResolvers<number> {
  const known = told.get(frame) ?? Promise.withResolvers<number>();
  told.set(frame, known);
  return known;
}
