/** What one viewer offers ends nothing for the broadcaster and the other viewers. */
import assert from "node:assert/strict";
import { expectMedia, mainButton, openConnections } from "../support/browser.ts";
import { type HostileOffer, offerAll } from "../support/hostile_viewer.ts";
import { broadcasterLog } from "../support/signaling_log.ts";
import { openTestSite } from "../support/test_site.ts";

/** In one BUNDLE, small enough for the server's limit of an SDP. */
const HUNDRED: HostileOffer = {
  audio: 1,
  video: 0,
  replace: [[
    "a=group:BUNDLE 0",
    `a=group:BUNDLE ${Array.from({ length: 100 }, (_, i) => i).join(" ")}`,
  ]],
  append: Array.from(
    { length: 99 },
    (_, i) =>
      `m=audio 9 UDP/TLS/RTP/SAVPF 0\r\nc=IN IP4 0.0.0.0\r\na=mid:${
        i + 1
      }\r\na=recvonly\r\na=rtcp-mux\r\n`,
  ).join(""),
};
const SIMULCAST = "a=rid:a recv\r\na=rid:b recv\r\na=rid:c recv\r\na=simulcast:recv a;b;c\r\n";
const PORTS = Array.from(
  { length: 64 },
  (_, i) => `candidate:${i} 1 udp 2122260223 127.0.0.${i + 2} 50000 typ host`,
);

const OFFERS: readonly (readonly [expected: string, offer: HostileOffer])[] = [
  ["too-many-media", HUNDRED],
  ["too-many-media", HUNDRED],
  ["too-many-media", HUNDRED],
  ["answer", { audio: 4, video: 4 }],
  ["answer", { sends: true }],
  ["answer", { candidates: PORTS }],
  ["answer", {
    candidates: ["", "candidate:", "candidate:1 1 udp 1 nowhere.invalid 5000 typ host"],
  }],
  ["declined", { channel: true }],
  ["declined", { audio: 0, append: SIMULCAST }],
  ["declined", { audio: 0, video: 0 }],
  ["declined", { replace: [["a=group:BUNDLE[^\r]*", "a=group:BUNDLE 7 8"]] }],
  ["declined", { replace: [["a=mid:1", "a=mid:0"]] }],
  ["declined", { replace: [["a=mid:1", `a=mid:${"m".repeat(8_000)}`]] }],
  ["declined", { replace: [["a=fingerprint:[^\r]*", "a=fingerprint:sha-256 AA"]] }],
];

Deno.test("offers that no page makes cost nobody but their viewer", async () => {
  await using site = await openTestSite();
  const broadcaster = await site.broadcaster();
  const log = broadcasterLog(broadcaster);
  await broadcaster.goto(`${site.origin}/broadcast`);
  await mainButton(broadcaster, "start").click();
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch`);
  await expectMedia(viewer);
  const hostile = await site.viewer();
  await hostile.goto(`${site.origin}/check`);

  const replies = await offerAll(hostile, "live", OFFERS.map(([, offer]) => offer));
  assert.deepEqual(
    replies.map(({ type, code }) => code ?? type),
    OFFERS.map(([expected]) => expected),
  );
  const [many] = replies.filter(({ type }) => type === "answer");
  const directions = many.sdp?.match(/(?<=a=)(sendonly|sendrecv|recvonly|inactive)/g)?.sort();
  const inactive = Array(6).fill("inactive");
  assert.deepEqual(directions, [...inactive, "sendonly", "sendonly"], "each kind is sent once");

  await broadcaster.getByText("1 watching").waitFor();
  assert.equal(await openConnections(broadcaster), 1);
  assert.equal(log.sockets.length, 1, "its socket stayed open");
  // Candidates for a viewer that has just left are late, which is no fault.
  const faults = log.of("error").filter(({ message }) => message.code !== "no-such-link");
  assert.deepEqual(faults, []);
  await expectMedia(viewer);
});
