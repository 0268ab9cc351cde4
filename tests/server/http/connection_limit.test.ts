import assert from "node:assert/strict";
import { connectionLimit } from "@/server/http/connection_limit.ts";

for (const openFiles of [null, 20_000]) {
  Deno.test(`with a limit of ${openFiles} files, all sockets and the requests beside them have a connection`, () => {
    const { most, backlog, problem } = connectionLimit(10_000, openFiles);
    assert.deepEqual({ most, backlog, problem }, { most: 12_000, backlog: 511, problem: null });
  });
}

for (const openFiles of [20, 400, 1_000, 5_000]) {
  Deno.test(`with a limit of ${openFiles} files, fewer connections are accepted, and it says so`, () => {
    const { most, backlog, problem } = connectionLimit(10_000, openFiles);
    assert.ok(most >= 1);
    if (openFiles > 300) assert.ok(most + backlog + 100 <= openFiles, `${most} + ${backlog}`);
    assert.match(
      problem ?? "",
      new RegExp(`MAX_SOCKETS=10000: it accepts ${most} connections.*ulimit`),
    );
  });
}
