import assert from "node:assert/strict";
import { RealWorld } from "../../../support/hub_world.ts";
import { sdp } from "../../../support/messages.ts";
import { frame, OPCODE, upgradeRequest } from "../../../support/raw_frames.ts";
import { RawTcp } from "../../../support/raw_tcp.ts";

for (const sockets of ["native", "ws"] as const) {
  Deno.test(`${sockets}: a viewer whose page closes (1001) is gone at once`, async () => {
    await using world = new RealWorld(sockets);
    const broadcaster = await world.publish();
    const origin = `http://127.0.0.1:${await world.port}`;
    // The WebSocket class cannot close with 1001, as a browser does for a page that goes away.
    using socket = new RawTcp(origin);
    assert.match(await socket.write(upgradeRequest(origin)).answer(), /^HTTP\/1.1 101/);
    const watch = { type: "watch", stream: "live", offer: { negotiation: 1, sdp: sdp("o") } };
    socket.write(frame(OPCODE.text, new TextEncoder().encode(JSON.stringify(watch))));
    const { from } = await broadcaster.next("offer");
    socket.write(frame(OPCODE.close, new Uint8Array([1001 >> 8, 1001 & 0xff])));
    assert.equal((await broadcaster.next("left")).peer, from);
  });
}
