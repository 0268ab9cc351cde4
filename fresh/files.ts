import { join } from "node:path";

const SCRIPT = /\.(?:[jt]sx?|mjs|mts)$/;
const TEST = /[._]test\.(?:[tj]sx?|[mc][tj]s)$/;

/** The scripts below a directory, without tests, as paths relative to it. */
export async function findScripts(directory: string): Promise<string[]> {
  const files = await findFiles(directory);
  return files.filter((file) => SCRIPT.test(file) && !TEST.test(file));
}

/**
 * The files below a directory, in a fixed order, as paths relative to it.
 *
 * Leaves out hidden files, except `.well-known`. A directory that does not exist has no files.
 */
export async function findFiles(directory: string, below = ""): Promise<string[]> {
  const found: string[] = [];
  for (const entry of await readDirectory(join(directory, below))) {
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (entry.name.startsWith(".") && entry.name !== ".well-known") continue;
    if (entry.isDirectory) found.push(...await findFiles(directory, path));
    else if (entry.isFile) found.push(path);
  }
  return found;
}

/** A new directory in `parent` or in the system's place for temporary files. Disposal deletes it. */
export async function temporaryDirectory(
  parent?: string,
): Promise<AsyncDisposable & { path: string }> {
  if (parent !== undefined) await Deno.mkdir(parent, { recursive: true });
  const path = await Deno.makeTempDir({ dir: parent, prefix: "fresh_" });
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

async function readDirectory(directory: string): Promise<Deno.DirEntry[]> {
  try {
    const entries = await Array.fromAsync(Deno.readDir(directory));
    return entries.sort((a, b) => a.name < b.name ? -1 : 1);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}
