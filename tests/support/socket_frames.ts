/** What a page and the server say to each other, letter by letter. */
import type { Page } from "playwright-core";
import { SIGNALING_PATH } from "@/signaling/protocol/endpoint.ts";
import { onEarlyMessage } from "./early_messages.ts";

export interface SocketFrames {
  sockets: number;
  readonly sent: string[];
  readonly heard: string[];
}

/** Every text that the page's sockets carry from now on, or that goes ahead of them; begins before the page opens one. */
export function socketFrames(page: Page): SocketFrames {
  const frames: SocketFrames = { sockets: 0, sent: [], heard: [] };
  onEarlyMessage(page, {
    sent: (text) => frames.sent.push(text),
    heard: (text) => frames.heard.push(text),
  });
  page.on("websocket", (socket) => {
    if (new URL(socket.url()).pathname !== SIGNALING_PATH) return;
    frames.sockets++;
    socket.on("framesent", ({ payload }) => frames.sent.push(String(payload)));
    socket.on("framereceived", ({ payload }) => frames.heard.push(String(payload)));
  });
  return frames;
}
