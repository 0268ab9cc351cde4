/** What a page and the server say to each other, letter by letter. */
import type { Page } from "playwright-core";
import { SIGNALING_PATH } from "@/signaling/protocol.ts";

export interface SocketFrames {
  sockets: number;
  readonly sent: string[];
  readonly heard: string[];
}

/** Every text that the page's sockets carry from now on; begins before the page opens one. */
export function socketFrames(page: Page): SocketFrames {
  const frames: SocketFrames = { sockets: 0, sent: [], heard: [] };
  page.on("websocket", (socket) => {
    if (new URL(socket.url()).pathname !== SIGNALING_PATH) return;
    frames.sockets++;
    socket.on("framesent", ({ payload }) => frames.sent.push(String(payload)));
    socket.on("framereceived", ({ payload }) => frames.heard.push(String(payload)));
  });
  return frames;
}
