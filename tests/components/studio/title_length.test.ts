import assert from "node:assert/strict";
import fc from "fast-check";
import { fitTitle, titleLength } from "@/components/studio/title_length.ts";
import { LIMITS } from "@/signaling/protocol/limits.ts";
import { tidyTitle } from "@/signaling/protocol/title.ts";

const FULL = "a".repeat(LIMITS.titleLength);

Deno.test("a title is as long as the server counts it", () => {
  assert.equal(titleLength(""), 0);
  assert.equal(titleLength("推拉 👋🏽"), 5);
  assert.equal(titleLength("e\u0301"), 1);
  const emoji = "👋".repeat(LIMITS.titleLength);
  assert.equal(fitTitle(emoji, emoji.length).value, emoji);
  assert.equal(tidyTitle(emoji), emoji);
});

Deno.test("what there is no room for is cut where it was put in, never within a letter", () => {
  assert.deepEqual(fitTitle(`${FULL}b`, FULL.length + 1), { value: FULL, caret: FULL.length });
  // In the middle of a full title nothing can be typed.
  assert.deepEqual(fitTitle(`aab${FULL.slice(2)}`, 3), { value: FULL, caret: 2 });
  // Of what is pasted, as much as there is room for.
  const pasted = `start${"👋".repeat(LIMITS.titleLength)}end`;
  const { value, caret } = fitTitle(pasted, pasted.length - 3);
  assert.equal(value, `start${"👋".repeat(LIMITS.titleLength - 8)}end`);
  assert.equal(caret, value.length - 3);
});

Deno.test("a title that fits is left as it is; one that does not, fits then", () => {
  const title = fc.string({ unit: "binary", maxLength: 200 });
  fc.assert(fc.property(title, fc.nat(), (title, at) => {
    const caret = title.length === 0 ? 0 : at % (title.length + 1);
    const fitted = fitTitle(title, caret);
    if (titleLength(title) <= LIMITS.titleLength) assert.deepEqual(fitted, { value: title, caret });
    const after = title.slice(caret);
    assert.ok(fitted.value.endsWith(after));
    if (titleLength(after) <= LIMITS.titleLength) {
      assert.ok(titleLength(fitted.value) <= LIMITS.titleLength);
    }
  }));
});
