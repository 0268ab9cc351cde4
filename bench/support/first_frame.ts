/** When a page showed its first frame. The page reports it itself, because polling would slow a page that loads. */
import type { BrowserContext, Frame, Page } from "playwright-core";
import { recordFrames } from "../../tests/support/frames.ts";
import { NEVER } from "./picture.ts";

const BINDING = "benchFirstFrame";
const reports = new WeakMap<Frame, PromiseWithResolvers<number>>();

/** Makes the visitor's pages record their frames and report the first, from their next document on. */
export async function recordFirstFrame(visitor: BrowserContext): Promise<void> {
  await recordFrames(visitor);
  await visitor.exposeBinding(BINDING, ({ frame }, at: number) => reportOf(frame).resolve(at));
  await visitor.addInitScript((binding) => {
    addEventListener("test:first-frame", () => {
      Reflect.get(globalThis, binding)(Reflect.get(globalThis, "testFrames")[0].at);
    });
  }, BINDING);
}

/** When the page showed its first frame, in `Date.now()`'s milliseconds; `Infinity` if it did not within 20 s. */
export async function firstFrame(page: Page | Frame): Promise<number> {
  const frame = "mainFrame" in page ? page.mainFrame() : page;
  const timeout = Promise.withResolvers<number>();
  const timer = setTimeout(() => timeout.resolve(Infinity), NEVER);
  try {
    return await Promise.race([reportOf(frame).promise, timeout.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function reportOf(frame: Frame): PromiseWithResolvers<number> {
  const known = reports.get(frame) ?? Promise.withResolvers<number>();
  reports.set(frame, known);
  return known;
}
