/** Times of events on a page, all `Date.now()`: pages and bench share the machine's clock. */
import type { BrowserContext, Page } from "playwright-core";
import * as v from "valibot";

const Moments = v.object({
  /** The document began. */
  opened: v.number(),
  /** Its script first opened a connection, to the server or to a peer. */
  asked: v.optional(v.number()),
  /** The last click, or the permission for the camera. */
  pressed: v.optional(v.number()),
});
export type Moments = v.InferOutput<typeof Moments>;

/** Makes the visitor's pages record their moments, from their next document on. */
export async function recordMoments(visitor: BrowserContext): Promise<void> {
  await visitor.addInitScript(() => {
    const moments: Moments = { opened: Date.now() - performance.now() };
    const recordAsked = () => void (moments.asked ??= Date.now());
    for (const name of ["WebSocket", "RTCPeerConnection", "XMLHttpRequest", "EventSource"]) {
      const recordingConstructor = new Proxy(Reflect.get(globalThis, name), {
        construct(target, args) {
          recordAsked();
          return Reflect.construct(target, args);
        },
      });
      Object.assign(globalThis, { [name]: recordingConstructor });
    }
    addEventListener("click", () => void (moments.pressed = Date.now()), { capture: true });
    Object.assign(globalThis, { testMoments: moments });
  });
}

export async function moments(page: Page): Promise<Moments> {
  return v.parse(Moments, await page.evaluate("testMoments"));
}
