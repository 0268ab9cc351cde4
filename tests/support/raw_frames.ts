/** What opens a WebSocket and what a client sends on it, byte for byte. */
import { Buffer } from "node:buffer";
import { SIGNALING_PATH, SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";

/** RFC 6455, 5.2 and 11.8. */
export const OPCODE = { continuation: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const;

/** A request to open a socket to a server, by default as its own page does. */
export function upgradeRequest(
  origin: string,
  { from = origin, protocols = [SUBPROTOCOL] }: {
    readonly from?: string;
    readonly protocols?: readonly string[];
  } = {},
): string {
  return [
    `GET ${SIGNALING_PATH} HTTP/1.1`,
    `Host: ${new URL(origin).host}`,
    `Origin: ${from}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    `Sec-WebSocket-Protocol: ${protocols.join(", ")}`,
    "\r\n",
  ].join("\r\n");
}

/** A client's frame, masked with zeros. */
export function frame(opcode: number, payload: Uint8Array, isLast = true): Uint8Array {
  const { length } = payload;
  const size = length < 126
    ? [length]
    : length < 65_536
    ? [126, length >> 8, length & 255]
    : [127, 0, 0, 0, 0, length >>> 24, (length >> 16) & 255, (length >> 8) & 255, length & 255];
  const [first, ...rest] = size;
  const head = [(isLast ? 0x80 : 0) | opcode, 0x80 | first, ...rest, 0, 0, 0, 0];
  return Buffer.concat([Uint8Array.from(head), payload]);
}
