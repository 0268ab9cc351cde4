/** A STUN server (RFC 8489) that gives every client a mapped address reserved for documentation (RFC 5737). */
import { createSocket } from "node:dgram";

const BINDING_REQUEST = 0x0001;
const BINDING_SUCCESS = 0x0101;
const XOR_MAPPED_ADDRESS = 0x0020;
const COOKIE = 0x2112a442;
const HEADER = 20;

export interface StunServer extends AsyncDisposable {
  readonly url: string;
  /** How many requests it has received. */
  readonly requests: () => number;
}

export async function startStun(
  mappedAddress: readonly number[] = [203, 0, 113, 7],
): Promise<StunServer> {
  const socket = createSocket("udp4");
  let requests = 0;
  socket.on("message", (request, { port, address }) => {
    if (request.length < HEADER || request.readUInt16BE(0) !== BINDING_REQUEST) return;
    requests++;
    socket.send(answer(request, mappedAddress, port), port, address);
  });
  await new Promise<void>((resolve) => socket.bind(0, "127.0.0.1", resolve));
  return {
    url: `stun:127.0.0.1:${socket.address().port}`,
    requests: () => requests,
    [Symbol.asyncDispose]: () => new Promise((resolve) => socket.close(() => resolve())),
  };
}

function answer(request: Uint8Array, address: readonly number[], port: number): Uint8Array {
  const bytes = new Uint8Array(HEADER + 12);
  bytes.set(request.subarray(4, HEADER), 4); // the magic cookie and the transaction ID
  const view = new DataView(bytes.buffer);
  view.setUint16(0, BINDING_SUCCESS);
  view.setUint16(2, bytes.length - HEADER);
  view.setUint16(HEADER, XOR_MAPPED_ADDRESS);
  view.setUint16(HEADER + 2, 8);
  view.setUint16(HEADER + 4, 0x0001); // IPv4
  view.setUint16(HEADER + 6, port ^ (COOKIE >>> 16));
  const [a, b, c, d] = address;
  view.setUint32(HEADER + 8, (((a << 24) | (b << 16) | (c << 8) | d) ^ COOKIE) >>> 0);
  return bytes;
}

/** A STUN URL at which no server listens: its port was free just now. */
export async function deadStun(): Promise<string> {
  const server = await startStun();
  await server[Symbol.asyncDispose]();
  return server.url;
}
