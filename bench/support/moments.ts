/** When what happened on a page. All times are `Date.now()`: one machine, one clock, for all pages and the bench. */
import type { BrowserContext, Page } from "playwright-core";
import * as v from "valibot";

const Moments = v.object({
  /** Its document began. */
  opened: v.number(),
  /** Its script first reached out, to the server or to a peer. */
  asked: v.optional(v.number()),
  /** A person pressed something last, or gave the camera. */
  pressed: v.optional(v.number()),
});
export type Moments = v.InferOutput<typeof Moments>;

/** Has the pages of this visitor note their moments, from their next document on. */
export async function recordMoments(visitor: BrowserContext): Promise<void> {
  await visitor.addInitScript(() => {
    const moments: Moments = { opened: Date.now() - performance.now() };
    const ask = () => void (moments.asked ??= Date.now());
    for (const name of ["WebSocket", "RTCPeerConnection", "XMLHttpRequest", "EventSource"]) {
      const made = new Proxy(Reflect.get(globalThis, name), {
        construct(target, args) {
          ask();
          return Reflect.construct(target, args);
        },
      });
      Object.assign(globalThis, { [name]: made });
    }
    addEventListener("click", () => void (moments.pressed = Date.now()), { capture: true });
    Object.assign(globalThis, { testMoments: moments });
  });
}

export async function moments(page: Page): Promise<Moments> {
  return v.parse(Moments, await page.evaluate("testMoments"));
}
