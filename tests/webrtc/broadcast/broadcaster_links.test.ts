/** What a hostile viewer makes a broadcaster's page do. */
import assert from "node:assert/strict";
import { LIMITS } from "@/signaling/protocol/limits.ts";
import type { BroadcasterMessage } from "@/signaling/protocol/client_messages.ts";
import type { BroadcasterEnd } from "@/webrtc/broadcast/broadcast_world.ts";
import { BroadcasterLinks } from "@/webrtc/broadcast/broadcaster_links.ts";
import { Ice } from "@/webrtc/link/ice.ts";
import type { LinkEvents } from "@/webrtc/link/link.ts";
import { StatsReport } from "@/webrtc/stats/stats_report.ts";
import { FakeClock } from "../../support/fake_clock.ts";
import "../../support/fake_media_stream.ts";
import { candidates, sdp, sdpOf } from "../../support/messages.ts";

interface FakeLink extends BroadcasterEnd {
  readonly events: LinkEvents;
  isOpen: boolean;
}

/** @param answer what the browser answers to every offer */
function setUp(answer: () => Promise<string>) {
  const sent: BroadcasterMessage[] = [];
  const links: FakeLink[] = [];
  const clock = new FakeClock();
  const all = new BroadcasterLinks(
    (message) => sent.push(message),
    { opened() {}, closed() {} },
    () => {},
    new Ice({ servers: [], policy: "all", hasTurn: false }),
    (events) => {
      const link: FakeLink = {
        events,
        isOpen: true,
        answer,
        addCandidates() {},
        send: () => Promise.resolve(),
        encode() {},
        configure() {},
        statistics: () => Promise.resolve(new StatsReport(new Map())),
        close: () => void (link.isOpen = false),
      };
      links.push(link);
      return link;
    },
    clock,
  );
  const offer = (negotiation: number, from = "v", restart = false) =>
    all.answer({
      type: "offer",
      from,
      negotiation,
      restart,
      sdp: sdp("offer"),
      candidates: [],
    });
  return { all, offer, clock, links, sent, types: () => sent.splice(0).map(({ type }) => type) };
}

Deno.test("an answer that the server would refuse is declined, and its link closed", async () => {
  const { offer, links, types, sent } = setUp(() => Promise.resolve(sdpOf(LIMITS.sdpBytes + 1)));
  await offer(1);
  assert.deepEqual(sent, [{ type: "decline", to: "v", negotiation: 1 }]);
  assert.deepEqual([types(), links[0].isOpen], [["decline"], false]);
});

Deno.test("candidates that the server would refuse are not sent, and others are", async () => {
  const { offer, links, types, sent } = setUp(() => Promise.resolve(sdp("answer")));
  await offer(1);
  const [candidate] = candidates(1);
  links[0].events.candidates([{ ...candidate, sdpMid: "m".repeat(65) }]);
  links[0].events.candidates([candidate]);
  assert.deepEqual(sent.at(-1), {
    type: "candidates",
    to: "v",
    negotiation: 1,
    candidates: [candidate],
  });
  assert.deepEqual(types(), ["answer", "candidates"]);
});

Deno.test("an offer that the browser does not answer is declined before the server gives it up", async () => {
  const { offer, links, types, clock } = setUp(() => new Promise(() => {}));
  void offer(1);
  await clock.pass(7_999);
  assert.deepEqual(types(), []);
  await clock.pass(1);
  assert.deepEqual([types(), links[0].isOpen, clock.pending], [["decline"], false, 0]);
});

Deno.test("a viewer that offers on and on gets few links, and others get theirs", async () => {
  const { offer, links, types, clock } = setUp(() => Promise.resolve(sdp("answer")));
  for (let i = 1; i <= 100; i++) {
    await offer(i);
    await clock.pass(40);
  }
  assert.ok(links.length <= 8 + 2 * 4, `${links.length} links in 4 s`);
  assert.equal(links.filter(({ isOpen }) => isOpen).length, 1);
  assert.equal(types().filter((type) => type === "decline").length, 100 - links.length);
  await offer(1, "w");
  assert.deepEqual(types(), ["answer"]);
  await offer(101, "v", true);
  assert.deepEqual(types(), ["answer"], "an ICE restart makes no link");
});
