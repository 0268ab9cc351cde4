import assert from "node:assert/strict";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { openStore, StoreError } from "@/server/store.ts";

/** How long a second server waits here, in milliseconds. */
const PATIENCE = 120;

function modeOf(path: string): string {
  return ((Deno.statSync(path).mode ?? 0) & 0o777).toString(8);
}

async function inFolder(run: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("openStore refuses a store that another server has open, and opens it once that one has closed it", () =>
  inFolder(async (folder) => {
    const file = join(folder, "new", "tuila.sqlite");
    const first = await openStore(file);
    await assert.rejects(openStore(file, PATIENCE), (error) => {
      assert.ok(error instanceof StoreError);
      assert.match(error.message, /is in use by another server/);
      return true;
    });
    const second = openStore(file);
    first.close();
    (await second).close();
  }));

Deno.test("openStore waits for no reader and no back-up", () =>
  inFolder(async (folder) => {
    const file = join(folder, "tuila.sqlite");
    const first = await openStore(file);
    const reader = new DatabaseSync(file, { readOnly: true });
    reader.exec(`VACUUM INTO '${join(folder, "copy.sqlite")}'`);
    reader.exec("BEGIN; SELECT * FROM claim");
    first.close();
    (await openStore(file, 0)).close();
    (await openStore(join(folder, "copy.sqlite"), 0)).close();
    reader.close();
  }));

Deno.test({
  name:
    "openStore keeps its folder and files to their owner, and mends those of an earlier version",
  ignore: Deno.build.os === "windows",
  fn: () =>
    inFolder(async (folder) => {
      const file = join(folder, "data", "tuila.sqlite");
      const modes = (path: string) =>
        [...Deno.readDirSync(path)].map(({ name }) => [name, modeOf(join(path, name))]).sort();
      const expected = ["", ".lock", "-shm", "-wal"].map((end) => [`tuila.sqlite${end}`, "600"]);
      const first = await openStore(file);
      assert.deepEqual(modes(folder), [["data", "700"]]);
      assert.deepEqual(modes(join(folder, "data")).slice(1), expected.sort());
      for (const [name] of expected) Deno.chmodSync(join(folder, "data", name), 0o644);
      Deno.copyFileSync(`${file}-wal`, join(folder, "wal")); // what a killed server leaves
      Deno.copyFileSync(`${file}-shm`, join(folder, "shm"));
      first.close();
      for (const end of ["wal", "shm"]) Deno.copyFileSync(join(folder, end), `${file}-${end}`);
      const second = await openStore(file);
      assert.deepEqual(modes(join(folder, "data")).slice(1), expected.sort());
      second.close();
    }),
});

Deno.test("openStore has a store in memory for each server", async () => {
  const stores = await Promise.all([openStore(":memory:", 0), openStore(":memory:", 0)]);
  stores.forEach((store) => store.close());
});

Deno.test("openStore says why a file cannot be a store, and does not keep it locked", () =>
  inFolder(async (folder) => {
    const file = join(folder, "tuila.sqlite");
    await Deno.writeTextFile(file, "no database".repeat(500));
    await assert.rejects(openStore(file), /^StoreError: The store .* cannot be opened: /);
    await Deno.remove(file);
    (await openStore(file, 0)).close();
  }));
