import type { Page } from "playwright-core";
import { SIGNALING_PATH } from "@/signaling/protocol/endpoint.ts";

/** From its next document on, the page is as if behind a proxy that passes HTTP requests but no WebSockets. */
export async function blockSockets(page: Page): Promise<void> {
  await page.addInitScript((path) => {
    const Real = WebSocket;
    class Blocked extends Real {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(new URL(String(url).replace(path, "/no-such-path")), protocols);
      }
    }
    Object.assign(globalThis, { WebSocket: Blocked });
  }, SIGNALING_PATH);
}
