import assert from "node:assert/strict";
import { join } from "node:path";
import { privateFile, privateFolder, restrictFile } from "@/server/private_files.ts";

const ignore = Deno.build.os === "windows"; // it has no modes

function modeOf(path: string): string {
  return ((Deno.statSync(path).mode ?? 0) & 0o777).toString(8);
}

async function inFolder(run: (folder: string) => void): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    Deno.chmodSync(folder, 0o755);
    run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test({
  name: "privateFolder() makes folders for their owner alone, and mends those that it made",
  ignore,
  fn: () =>
    inFolder((base) => {
      const outer = join(base, "outer");
      const folder = join(outer, "inner");
      privateFolder(folder);
      assert.deepEqual([outer, folder].map(modeOf), ["700", "700"]);
      for (const made of [outer, folder]) Deno.chmodSync(made, 0o755);
      privateFolder(folder);
      assert.deepEqual([outer, folder].map(modeOf), ["700", "700"]);
      assert.equal(modeOf(base), "755");
    }),
});

Deno.test({
  name: "privateFolder() leaves a folder alone that somebody else made",
  ignore,
  fn: () =>
    inFolder((base) => {
      const folder = join(base, "theirs");
      Deno.mkdirSync(folder);
      Deno.chmodSync(folder, 0o750);
      privateFolder(folder);
      privateFolder(join(folder, "ours"));
      assert.equal(modeOf(folder), "750");
      assert.equal(modeOf(join(folder, "ours")), "700");
    }),
});

Deno.test({
  name:
    "privateFile() makes a file for its owner alone, mends one that is there, and keeps its content",
  ignore,
  fn: () =>
    inFolder((base) => {
      const file = join(base, "secret");
      privateFile(file);
      assert.equal(modeOf(file), "600");
      Deno.writeTextFileSync(file, "kept");
      Deno.chmodSync(file, 0o644);
      privateFile(file);
      assert.equal(modeOf(file), "600");
      assert.equal(Deno.readTextFileSync(file), "kept");
      Deno.chmodSync(file, 0o400); // stricter than ours
      privateFile(file);
      assert.equal(modeOf(file), "400");
      restrictFile(join(base, "missing"));
      assert.throws(() => Deno.statSync(join(base, "missing")), Deno.errors.NotFound);
    }),
});

Deno.test({
  name: "restrictFile() goes on where the mode cannot be changed",
  ignore,
  permissions: { read: true, write: false },
  fn: () => restrictFile("README.md"),
});
