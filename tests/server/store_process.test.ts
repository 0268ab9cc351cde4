/** The server as a process, while its store cannot be written. */
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { DatabaseSync } from "node:sqlite";
import { parseToBroadcaster } from "@/signaling/protocol/server_messages.ts";
import { RawWire } from "../support/raw_wire.ts";
import { type ServerProcess, startServer } from "../support/server_process.ts";
import { canMount, fill, mountSmallDisk } from "../support/small_disk.ts";
import { until } from "../support/until.ts";
import { TestClient } from "../support/wire.ts";

/** A write that waited for the lock would block the server for 2 s or more. In milliseconds. */
const AT_ONCE = 1_000;

async function publish({ origin }: ServerProcess, stream: string, key?: string) {
  const client = new TestClient(await RawWire.open(origin), parseToBroadcaster);
  const since = performance.now();
  client.send({ type: "publish", stream, ...(key === undefined ? {} : { key }) });
  const { key: newKey, ticket } = await client.next("publishing");
  return { client, key: newKey, ticket, took: performance.now() - since };
}

function pathOf(store: string): string {
  return fileURLToPath(new URL(`../../${store}`, import.meta.url));
}

async function goesOn(
  server: ServerProcess,
  { block, unblock, store }: { block(): void | Promise<void>; unblock(): void; store: string },
): Promise<void> {
  const owner = await publish(server, "kitchen");
  owner.client.send({ type: "stop" });
  await owner.client.closed();
  const live = await publish(server, "harbour");
  assert.ok(owner.key !== null && live.key !== null);
  await block();
  const back = await publish(server, "kitchen", owner.key);
  const newcomer = await publish(server, "garden");
  assert.ok(newcomer.key !== null);
  const again = await publish(server, "harbour", live.key);
  for (const { took } of [back, newcomer, again]) assert.ok(took < AT_ONCE, `${took} ms`);
  await until(() => /store cannot be written/.test(server.output()), "the log says so");
  unblock();
  using reader = new DatabaseSync(pathOf(store), { readOnly: true });
  const owned = reader.prepare("SELECT 1 FROM claim WHERE stream = 'garden'");
  await until(() => owned.get() !== undefined, "the new claim is in the store");
  assert.equal(server.output().match(/store cannot be written/g)?.length, 1);
  await server.restart();
  const kept = await publish(server, "garden", newcomer.key);
  assert.equal(kept.key, null);
}

Deno.test("a store that another process has locked delays nobody", async () => {
  const store = `data/test/${crypto.randomUUID()}.sqlite`;
  await using server = await startServer({ STORE: store });
  using other = new DatabaseSync(pathOf(store));
  await goesOn(server, {
    store,
    block: () => other.exec("BEGIN IMMEDIATE"),
    unblock: () => other.exec("ROLLBACK"),
  });
});

Deno.test({
  name: "a full disk delays nobody (skipped where nothing can be mounted)",
  ignore: !await canMount(),
  async fn() {
    await using things = new AsyncDisposableStack();
    const folder = `data/test/${crypto.randomUUID()}`;
    await mountSmallDisk(folder, things);
    const store = `${folder}/tuila.sqlite`;
    const server = things.use(await startServer({ STORE: store }));
    await goesOn(server, {
      store,
      block: () => fill(folder),
      unblock: () => Deno.removeSync(`${folder}/filler`),
    });
  },
});
