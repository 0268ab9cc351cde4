import assert from "node:assert/strict";
import { connectionLimit } from "@/server/http/open_files.ts";

Deno.test("with enough files, all sockets and the requests beside them have a connection", () => {
  const { most, backlog, problem } = connectionLimit(10_000, (wanted) => wanted);
  assert.deepEqual({ most, backlog, problem }, { most: 12_000, backlog: 511, problem: null });
});

for (const openable of [20, 400, 1_000, 5_000]) {
  Deno.test(`with ${openable} files, fewer connections are accepted, and it says so`, () => {
    const { most, backlog, problem } = connectionLimit(10_000, () => openable);
    assert.ok(most >= 1);
    if (openable > 200) assert.ok(most + backlog + 100 <= openable, `${most} + ${backlog}`);
    assert.match(
      problem ?? "",
      new RegExp(`MAX_SOCKETS=10000: it accepts ${most} connections.*ulimit`),
    );
  });
}
