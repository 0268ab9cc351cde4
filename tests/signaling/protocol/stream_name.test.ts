import assert from "node:assert/strict";
import fc from "fast-check";
import { parseHello } from "@/signaling/protocol/client_messages.ts";
import { parseStreamName } from "@/signaling/protocol/stream_name.ts";
import { sdp } from "../../support/messages.ts";

const watch = { type: "watch", stream: "", offer: { negotiation: 1, sdp: sdp("watch") } };

Deno.test("parseStreamName takes letters, marks, digits, - and _ of any script", () => {
  const names = ["live", "a", "0", "-", "_", "a-b_c", "直播", "推拉", "हिन्दी", "ไทย", "العربية"];
  names.push("x".repeat(64), "𝒳".repeat(64), "ñandú", "Ελληνικά", "live2026");
  for (const name of names) assert.equal(parseStreamName(name), name.normalize("NFC"), name);
  assert.notEqual(parseStreamName("Live"), parseStreamName("live"));
});

Deno.test("parseStreamName returns one name for its NFC and NFD forms", () => {
  for (const name of ["café", "ñandú", "Å", "한국어", "é".repeat(64)]) {
    assert.equal(parseStreamName(name.normalize("NFD")), name.normalize("NFC"), name);
    assert.equal(parseStreamName(name.normalize("NFC")), name.normalize("NFC"), name);
  }
});

Deno.test("parseStreamName refuses every other name", () => {
  const names = [
    "",
    " ",
    "..",
    ".",
    "a.b",
    "a/b",
    "/",
    "\\",
    "a b",
    "a\n",
    "a\u0000",
    "%2e",
    "a?b",
  ];
  names.push(
    "x".repeat(65),
    "𝒳".repeat(65),
    "x".repeat(10_000),
    "a#b",
    "😀",
    "a😀",
    "❤️",
    "\ud800",
  );
  names.push("\u0301a", "a\u200d", "a\u202e", "<b>", "a:b", "\u200b");
  for (const name of names) {
    assert.equal(parseStreamName(name), undefined, JSON.stringify(name));
    for (const hello of [{ type: "publish", stream: name }, { ...watch, stream: name }]) {
      const refused = { ok: false, code: "bad-stream-name" };
      assert.deepEqual(parseHello(JSON.stringify(hello)), refused, JSON.stringify(name));
    }
  }
});

Deno.test("parseStreamName refuses names that differ only in invisible characters", () => {
  for (const name of ["live\ufe0f", "a\u034f", "\u3164", "1\ufe0f\u20e3", "\u115f"]) {
    assert.equal(parseStreamName(name), undefined, JSON.stringify(name));
  }
});

Deno.test("parseStreamName is idempotent and never throws", () => {
  fc.assert(fc.property(fc.string({ unit: "binary" }), (raw) => {
    const name = parseStreamName(raw);
    if (name !== undefined) assert.equal(parseStreamName(name), name);
  }));
});
