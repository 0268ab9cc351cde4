import assert from "node:assert/strict";
import { streamPath } from "@/components/stream_path.ts";
import { onAir, parseStreams } from "@/components/streams.ts";

const row = {
  stream: "live",
  title: null,
  state: "live",
  viewers: 2,
  since: "2026-01-02T03:04:05.000Z",
  elapsed: 61_000,
};

Deno.test("a list of streams is taken as it is, anything else is refused", () => {
  assert.deepEqual(parseStreams([]), []);
  assert.deepEqual(parseStreams([row]), [row]);
  assert.deepEqual(parseStreams([{ ...row, title: "Boats" }]), [{ ...row, title: "Boats" }]);
  for (
    const wrong of [null, {}, "x", [null], [{ ...row, viewers: "2" }], [{ ...row, since: 0 }], [{
      ...row,
      title: 1,
    }]]
  ) {
    assert.equal(parseStreams(wrong), undefined, JSON.stringify(wrong));
  }
});

Deno.test("only streams that are on are listed, the most watched first", () => {
  const streams = [
    { ...row, stream: "b", viewers: 1 },
    { ...row, stream: "over", state: "ended", viewers: 9 },
    { ...row, stream: "early", state: "waiting", viewers: 9 },
    { ...row, stream: "c", viewers: 5, state: "paused" },
    { ...row, stream: "a", viewers: 1 },
  ];
  assert.deepEqual(onAir(streams).map(({ stream }) => stream), ["c", "a", "b"]);
});

Deno.test("the path of a stream holds any name", () => {
  assert.equal(streamPath("watch", "live"), "/watch/live");
  assert.equal(decodeURIComponent(streamPath("broadcast", "猫")), "/broadcast/猫");
});
