/** Pages without an origin: with the pass of the player's page they may watch, and nothing else. */
import assert from "node:assert/strict";
import { JOIN_PATH, SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";
import { sdp } from "../../../support/messages.ts";
import { RawWire } from "../../../support/raw_wire.ts";
import { startServer } from "../../../support/server_process.ts";

async function passIn(url: string): Promise<string | undefined> {
  const html = await (await fetch(url)).text();
  return /<meta name="tuila-pass" content="([^"]+)"/.exec(html)?.[1];
}

/** The type of the first message that is answered, and its code where it has one. */
async function answerTo(wire: RawWire, hello: unknown): Promise<string> {
  wire.send(JSON.stringify(hello));
  await wire.until(() => wire.received.length > 0);
  const { type, code = "" } = JSON.parse(wire.received[0]);
  return `${type} ${code}`.trim();
}

const WATCH = { type: "watch", stream: "harbour", offer: { negotiation: 1, sdp: sdp("o") } };
const PUBLISH = { type: "publish", stream: "harbour" };

Deno.test("a page without an origin can watch with the pass of the player's page, and cannot broadcast", async () => {
  await using server = await startServer();
  const pass = await passIn(`${server.origin}/embed/harbour`) ?? "";
  assert.match(pass, /^[\w-]{43}$/);
  assert.equal(
    await passIn(`${server.origin}/watch/harbour`),
    undefined,
    "the player's page alone",
  );

  const page = { from: "null", protocols: [SUBPROTOCOL, pass] };
  const watching = await RawWire.open(server.origin, page);
  assert.equal(await answerTo(watching, WATCH), "watching");
  const publishing = await RawWire.open(server.origin, page);
  assert.equal(await answerTo(publishing, PUBLISH), "error bad-message");

  const own = await RawWire.open(server.origin);
  own.send(JSON.stringify(PUBLISH));
  await own.until(() => own.received.length > 0);
  const { ticket } = JSON.parse(own.received[0]);
  const stealing = await RawWire.open(server.origin, page);
  const resume = { type: "resume", ticket, negotiation: 0, linked: false };
  assert.equal(await answerTo(stealing, resume), "error bad-message", "a ticket found or not");
});

Deno.test("a page without an origin is refused without the pass, and if no page may frame the player", async () => {
  await using server = await startServer();
  const refused = (page: { from: string; protocols: string[] }) =>
    assert.rejects(RawWire.open(server.origin, page), /403/);
  await refused({ from: "null", protocols: [SUBPROTOCOL] });
  await refused({ from: "null", protocols: [SUBPROTOCOL, "x".repeat(43)] });
  const pass = await passIn(`${server.origin}/embed`) ?? "";
  await refused({ from: "https://elsewhere.example", protocols: [SUBPROTOCOL, pass] });
  const posted = await fetch(server.origin + JOIN_PATH, {
    method: "POST",
    headers: { origin: "null", "content-type": "text/plain" },
    body: JSON.stringify(WATCH),
  });
  assert.equal(posted.status, 403);
  await posted.body?.cancel();

  await using closed = await startServer({ EMBED_ORIGINS: "none" });
  assert.equal(await passIn(`${closed.origin}/embed`), undefined);
});
