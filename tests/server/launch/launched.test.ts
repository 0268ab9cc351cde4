/** What the launcher hands to the server. */
import assert from "node:assert/strict";
import { handOver, isLaunched, openFileLimit, withoutHandOver } from "@/server/launch/launched.ts";
import { parseOpenFileLimit } from "@/server/launch/open_files.ts";

Deno.test("the limit of open files arrives, and the user's own arguments remain", () => {
  const args = [...handOver(20_000), "--https"];
  assert.equal(openFileLimit(args), 20_000);
  assert.equal(isLaunched(args), true);
  assert.deepEqual(withoutHandOver(args), ["--https"]);
});

Deno.test("a limit that nobody knows is none", () => {
  assert.equal(openFileLimit(handOver(null)), null);
  assert.equal(isLaunched(handOver(null)), true);
  assert.equal(openFileLimit([]), null);
  assert.equal(isLaunched(["--https"]), false);
});

Deno.test("what the shell says of the limit is a number or no limit", () => {
  assert.equal(parseOpenFileLimit("1024\n"), 1024);
  assert.equal(parseOpenFileLimit("unlimited\n"), null);
  assert.equal(parseOpenFileLimit(""), null);
});
