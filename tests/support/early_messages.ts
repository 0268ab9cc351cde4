/** What a viewer's page says by HTTP, ahead of its socket, and what it is told in response. */
import type { Page } from "playwright-core";
import { SIGNALING_PATH } from "@/signaling/protocol/endpoint.ts";

interface Ears {
  sent?(text: string): void;
  heard?(text: string): void;
}

/** From now on; begins before the page does. */
export function onEarlyMessage(page: Page, ears: Ears): void {
  page.on("request", (request) => {
    if (request.method() !== "POST" || new URL(request.url()).pathname !== SIGNALING_PATH) return;
    ears.sent?.(request.postData() ?? "");
  });
  page.on("response", async (response) => {
    const { pathname } = new URL(response.url());
    if (response.request().method() !== "POST" || pathname !== SIGNALING_PATH) return;
    // A page that has gone meanwhile has nothing to tell.
    const messages: unknown = await response.json().catch(() => []);
    if (!Array.isArray(messages)) return;
    for (const message of messages) ears.heard?.(JSON.stringify(message));
  });
}
