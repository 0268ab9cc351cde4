/** What a page and the server say to each other, letter by letter. */
import type { Page } from "playwright-core";
import { SIGNALING_PATH } from "@/signaling/protocol.ts";

/** Every text that the page's sockets carry from now on; begins before the page opens one. */
export function socketFrames(page: Page): { readonly sent: string[]; readonly heard: string[] } {
  const sent: string[] = [];
  const heard: string[] = [];
  page.on("websocket", (socket) => {
    if (new URL(socket.url()).pathname !== SIGNALING_PATH) return;
    socket.on("framesent", ({ payload }) => sent.push(String(payload)));
    socket.on("framereceived", ({ payload }) => heard.push(String(payload)));
  });
  return { sent, heard };
}
