import assert from "node:assert/strict";
import fc from "fast-check";
import { byStretch, lengthOf, parsePieceName, pieceName } from "@/webrtc/recording/pieces.ts";

const piece = fc.record({ at: fc.nat(), end: fc.nat() }, { noNullPrototype: true });

Deno.test("a piece is identified by its name", () => {
  fc.assert(
    fc.property(piece, (piece) => assert.deepEqual(parsePieceName(pieceName(piece)), piece)),
  );
  for (const name of ["details.json", "saved", "output", "0-1000.crswap", "-1", "1-", "a1-2", ""]) {
    assert.equal(parsePieceName(name), null, name);
  }
});

Deno.test("pieces come in the order of their times, whatever the order of their names", () => {
  const pieces = ["10000-11000", "0-9000", "0-10100", "10000-9999", "0-1000"]
    .map(parsePieceName).filter((piece) => piece !== null);
  const stretches = [...byStretch(pieces)].map(([at, pieces]) => [at, pieces.map((p) => p.end)]);
  assert.deepEqual(stretches, [[0, [1_000, 9_000, 10_100]], [10_000, [9_999, 11_000]]]);
  assert.equal(lengthOf(pieces), 11_000);
  assert.equal(lengthOf([]), 0);
});
