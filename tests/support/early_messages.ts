/** Observes the messages that a viewer's page exchanges with the server over HTTP, before its socket opens. */
import type { Page } from "playwright-core";
import { SIGNALING_PATH } from "@/signaling/protocol/endpoint.ts";

interface Listeners {
  sent?(text: string): void;
  received?(text: string): void;
}

/** Call it before the page loads. */
export function onEarlyMessage(page: Page, listeners: Listeners): void {
  page.on("request", (request) => {
    if (request.method() !== "POST" || new URL(request.url()).pathname !== SIGNALING_PATH) return;
    listeners.sent?.(request.postData() ?? "");
  });
  page.on("response", async (response) => {
    const { pathname } = new URL(response.url());
    if (response.request().method() !== "POST" || pathname !== SIGNALING_PATH) return;
    // The body of a page that has closed meanwhile cannot be read.
    const messages: unknown = await response.json().catch(() => []);
    if (!Array.isArray(messages)) return;
    for (const message of messages) listeners.received?.(JSON.stringify(message));
  });
}
