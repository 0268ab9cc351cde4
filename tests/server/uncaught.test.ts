/** Errors that nothing handles, in the server's process. */
import assert from "node:assert/strict";
import { RawWire } from "../support/raw_wire.ts";
import { startServer } from "../support/server_process.ts";
import { until } from "../support/until.ts";

Deno.test("an error and a rejection that nothing handles are logged, and end nothing", async () => {
  await using server = await startServer({}, [], [], "tests/support/uncaught_faults.ts");
  const wire = await RawWire.open(server.origin);
  server.signal("SIGUSR2");
  for (const fault of ["an error of the test", "a rejection of the test"]) {
    await until(() => server.output().includes(fault), fault);
  }
  assert.equal(await (await fetch(`${server.origin}/healthz`)).text(), "ok");
  assert.equal(wire.closeCode, null);
  assert.equal(
    server.output().match(/nothing handles: Error: an? \w+ of the test\n +at /g)?.length,
    2,
  );
  assert.equal((await server.end("SIGTERM")).code, 0);
});

Deno.test("a process that nothing keeps running does not end as if it had been told to", async () => {
  const script = `import { surviveUncaught } from "@/server/uncaught.ts"; surviveUncaught();`;
  const ended = await new Deno.Command(Deno.execPath(), { args: ["eval", script] }).output();
  assert.equal(ended.code, 1);
});
