/** Records the text of every message between a page and the server. */
import type { Page } from "playwright-core";
import { SIGNALING_PATH } from "@/signaling/protocol/endpoint.ts";
import { onEarlyMessage } from "./early_messages.ts";

export interface SocketFrames {
  sockets: number;
  readonly sent: string[];
  readonly received: string[];
}

/** Records all texts on the page's sockets and in its early HTTP requests. Call it before the page opens a socket. */
export function socketFrames(page: Page): SocketFrames {
  const frames: SocketFrames = { sockets: 0, sent: [], received: [] };
  onEarlyMessage(page, {
    sent: (text) => frames.sent.push(text),
    received: (text) => frames.received.push(text),
  });
  page.on("websocket", (socket) => {
    if (new URL(socket.url()).pathname !== SIGNALING_PATH) return;
    frames.sockets++;
    socket.on("framesent", ({ payload }) => frames.sent.push(String(payload)));
    socket.on("framereceived", ({ payload }) => frames.received.push(String(payload)));
  });
  return frames;
}
