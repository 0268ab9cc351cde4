import { dirname, posix, relative, sep } from "node:path";

/** A script for the browser, with those that it imports: the paths below the URL of all scripts. */
export type ScriptPaths = [own: string, ...imports: string[]];

/** What the browser needs. */
export interface Bundle {
  /** The files by path, source maps included. */
  files: Map<string, Uint8Array<ArrayBuffer>>;
  /** The scripts by the entry point that they were made of. */
  scripts: Map<string, ScriptPaths>;
}

/** Bundles the entry points into scripts, which share what they have in common. */
export async function bundle(
  entrypoints: string[],
  { minify }: { minify: boolean },
): Promise<Bundle> {
  if (entrypoints.length === 0) return { files: new Map(), scripts: new Map() };
  const outputDir = commonDirectory(entrypoints);
  const result = await Deno.bundle({
    entrypoints,
    outputDir,
    platform: "browser",
    codeSplitting: true,
    minify,
    sourcemap: "linked",
    write: false,
  });
  if (!result.success) {
    const reasons = result.errors.map(({ text }) => text);
    throw new Error(["Could not bundle the islands", ...reasons].join("\n"));
  }
  const toPath = (file: string) => relative(outputDir, file).replaceAll(sep, "/");
  const files: Bundle["files"] = new Map();
  for (const { path, contents = new Uint8Array() } of result.outputFiles ?? []) {
    files.set(toPath(path), new Uint8Array(contents));
  }
  const scripts: Bundle["scripts"] = new Map();
  for (const entrypoint of entrypoints) {
    const own = toPath(entrypoint).replace(/\.[^.]+$/, ".js");
    scripts.set(entrypoint, [own, ...importsOf(own, files)]);
  }
  return { files, scripts };
}

const STATIC_IMPORT = /(?:\bfrom|\bimport)\s*"(\.{1,2}\/[^"]+)"/g;

/** All that a script imports, directly or not; not what it imports later, on demand. */
function importsOf(script: string, files: Bundle["files"]): Set<string> {
  const found = new Set<string>();
  const pending = [script];
  for (const path of pending) {
    const code = new TextDecoder().decode(files.get(path));
    for (const [, specifier] of code.matchAll(STATIC_IMPORT)) {
      const imported = posix.join(posix.dirname(path), specifier);
      if (!files.has(imported) || found.has(imported)) continue;
      found.add(imported);
      pending.push(imported);
    }
  }
  return found;
}

/** The directory below which entry points keep their paths: the deepest that holds them all. */
function commonDirectory(paths: string[]): string {
  const [first, ...rest] = paths.map((path) => dirname(path).split(sep));
  const end = first.findIndex((part, i) => rest.some((other) => other[i] !== part));
  return first.slice(0, end === -1 ? first.length : end).join(sep) || sep;
}
