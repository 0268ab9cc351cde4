import assert from "node:assert/strict";
import { SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";
import { RealWorld } from "../../../support/hub_world.ts";
import { sdp } from "../../../support/messages.ts";

const TEXT = 0x81;
const CLOSE_FRAME = 0x88;

/** A client frame (RFC 6455, 5.2), masked with zeros. */
function frame(kind: number, payload: Uint8Array): Uint8Array {
  const { length } = payload;
  const size = length < 126 ? [0x80 | length] : [0x80 | 126, length >> 8, length & 0xff];
  return new Uint8Array([kind, ...size, 0, 0, 0, 0, ...payload]);
}

/** Opens a WebSocket by hand: the WebSocket class cannot close with 1001, as a browser does for a page that goes away. */
async function openByHand(port: number): Promise<Deno.TcpConn> {
  const socket = await Deno.connect({ port, hostname: "127.0.0.1" });
  const head = [
    "GET / HTTP/1.1",
    `Host: 127.0.0.1:${port}`,
    "Connection: Upgrade",
    "Upgrade: websocket",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    `Sec-WebSocket-Protocol: ${SUBPROTOCOL}`,
  ];
  await write(socket, new TextEncoder().encode(`${head.join("\r\n")}\r\n\r\n`));
  await readUntil(socket, "\r\n\r\n");
  return socket;
}

async function write(socket: Deno.TcpConn, bytes: Uint8Array): Promise<void> {
  for (let sent = 0; sent < bytes.length;) sent += await socket.write(bytes.subarray(sent));
}

async function readUntil(socket: Deno.TcpConn, end: string): Promise<void> {
  const buffer = new Uint8Array(4096);
  for (let text = ""; !text.includes(end);) {
    const count = await socket.read(buffer);
    assert.ok(count !== null, `the connection ended before ${JSON.stringify(end)} came`);
    text += new TextDecoder("latin1").decode(buffer.subarray(0, count));
  }
}

for (const sockets of ["native", "ws"] as const) {
  Deno.test(`${sockets}: a viewer whose page closes (1001) is gone at once`, async () => {
    await using world = new RealWorld(sockets);
    const broadcaster = await world.publish();
    const socket = await openByHand(await world.port);
    try {
      const watch = { type: "watch", stream: "live", offer: { negotiation: 1, sdp: sdp("o") } };
      await write(socket, frame(TEXT, new TextEncoder().encode(JSON.stringify(watch))));
      const { from } = await broadcaster.next("offer");
      await write(socket, frame(CLOSE_FRAME, new Uint8Array([1001 >> 8, 1001 & 0xff])));
      assert.equal((await broadcaster.next("left")).peer, from);
    } finally {
      socket.close();
    }
  });
}
