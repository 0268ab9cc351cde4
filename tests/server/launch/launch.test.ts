/** The launcher with the processes around it: what each of them is told, and what becomes of the others. */
import assert from "node:assert/strict";
import { CLOSE } from "@/signaling/protocol/close_codes.ts";
import {
  launch,
  type LaunchedServer,
  type Place,
  startLaunched,
} from "../../support/launched_server.ts";
import { RawWire } from "../../support/raw_wire.ts";
import { until } from "../../support/until.ts";

const PLACES: readonly Place[] = ["task", "launcher", "server"];

/** Runs `meanwhile` while a page's socket is open, and waits until the server has said why it closes it. */
async function drains(server: LaunchedServer, meanwhile: () => Promise<void>): Promise<void> {
  const wire = await RawWire.open(server.origin);
  await meanwhile();
  await wire.until(() => wire.closeCode !== null);
  assert.equal(wire.closeCode, CLOSE.stopping.code, server.output());
  await server.allEnded;
}

for (const signal of ["SIGTERM", "SIGHUP", "SIGINT"] as const) {
  for (const place of PLACES) {
    Deno.test(`${signal} to the ${place} lets the sockets go and ends all processes`, async () => {
      await using server = await startLaunched();
      await drains(server, () => server.signal([place], signal));
      const { code, signal: by } = await server.status;
      assert.deepEqual({ code, by, starts: server.starts() }, { code: 0, by: null, starts: 1 });
    });
  }
}

Deno.test("Ctrl+C, which all processes are told, ends them as cleanly", async () => {
  await using server = await startLaunched();
  await drains(server, () => server.signal(PLACES, "SIGINT"));
  assert.equal((await server.status).code, 0);
  assert.doesNotMatch(server.output(), /died/);
});

for (const place of ["task", "launcher"] as const) {
  Deno.test(`the server does not outlive a ${place} that is killed, and lets its sockets go`, async () => {
    await using server = await startLaunched();
    await drains(server, () => server.signal([place], "SIGKILL"));
  });
}

Deno.test("a server that dies is started again, until it died five times in a minute", async () => {
  await using server = await startLaunched();
  for (let times = 1; times < 5; times++) {
    await server.signal(["server"], "SIGKILL");
    await server.started(times + 1);
    assert.equal(await (await fetch(`${server.origin}/healthz`)).text(), "ok");
  }
  await server.signal(["server"], "SIGKILL");
  assert.equal((await server.status).code, 1);
  const said = server.output().split("\n").filter((line) => line.includes("died"));
  assert.deepEqual(said, [
    ...[0.25, 0.5, 1, 2].map((wait) =>
      `The server died (SIGKILL). It is started again in ${wait} s.`
    ),
    "The server died 5 times within 60 s, and is not started again.",
  ]);
});

Deno.test("a launcher that is told to end between two servers starts no other", async () => {
  await using server = await startLaunched();
  for (let times = 1; times < 4; times++) {
    await server.signal(["server"], "SIGKILL");
    await server.started(times + 1);
  }
  await server.signal(["server"], "SIGKILL");
  await until(() => server.output().includes("again in 2 s"), "the longest wait");
  await server.signal(["launcher"], "SIGTERM");
  assert.equal((await server.status).code, 0);
  assert.equal(server.starts(), 4);
});

Deno.test("a server that says why it cannot run is not started again: one sentence, and exit 1", async () => {
  await using running = await startLaunched();
  const { port } = new URL(running.origin);
  const unusable: [says: RegExp, env: Record<string, string>][] = [
    [/^PORT must be [^\n]*\n$/, { PORT: "eighty" }],
    [/^Port \d+ is already in use\.[^\n]*\n$/, { PORT: port, HOST: "127.0.0.1" }],
  ];
  for (const [says, env] of unusable) {
    await using server = launch({ STORE: ":memory:", ...env });
    assert.equal((await server.status).code, 1);
    await server.allEnded;
    assert.match(server.output(), says);
  }
});

Deno.test("the server gets the permissions of `deno task serve`, and the limit of open files", async () => {
  const within = ["sh", "-c", 'ulimit -Sn 300; ulimit -Hn 600; exec "$@"', "sh"];
  await using server = await startLaunched(within);
  const command = await server.commandOf("server");
  assert.match(
    command,
    / --no-prompt .* --allow-write=data .* serve\.ts --launched --open-files=600$/,
  );
});
