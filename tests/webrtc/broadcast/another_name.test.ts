import assert from "node:assert/strict";
import { parseStreamName } from "@/signaling/protocol/stream_name.ts";
import { anotherName } from "@/webrtc/broadcast/another_name.ts";

Deno.test("anotherName() is a stream name similar to the taken one", () => {
  for (const stream of ["live", "直播", "a".repeat(64), "𝒳".repeat(64)]) {
    for (const random of [0, 0.5, 0.999999]) {
      const name = anotherName(stream, random);
      assert.equal(parseStreamName(name), name);
      assert.notEqual(name, stream);
      assert.equal([...name][0], [...stream][0]);
    }
  }
});
