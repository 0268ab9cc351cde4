/** A file system of 512 kB, which is soon full. Needs Linux and root. */
import assert from "node:assert/strict";

const SMALL_DISK = ["-t", "tmpfs", "-o", "size=512k", "tmpfs"];

async function run(command: string, ...args: string[]): Promise<boolean> {
  const options = { args, stdin: "null", stdout: "null", stderr: "null" } as const;
  return (await new Deno.Command(command, options).output()).success;
}

export async function canMount(): Promise<boolean> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  const folder = await Deno.makeTempDir();
  const isMounted = await run("mount", ...SMALL_DISK, folder);
  if (isMounted) await run("umount", folder);
  await Deno.remove(folder);
  return isMounted;
}

/** Mounts the file system at `folder`. `undo` unmounts it, which deletes everything on it. */
export async function mountSmallDisk(folder: string, undo: AsyncDisposableStack): Promise<void> {
  await Deno.mkdir(folder, { recursive: true });
  undo.defer(() => Deno.remove(folder));
  assert.ok(await run("mount", ...SMALL_DISK, folder));
  undo.defer(async () => void await run("umount", folder));
}

/** Leaves no byte free. */
export async function fill(folder: string): Promise<void> {
  using file = await Deno.open(`${folder}/filler`, { create: true, write: true });
  for (const size of [4_096, 1]) {
    try {
      for (;;) await file.write(new Uint8Array(size));
    } catch { /* full */ }
  }
}
