import { dirname, relative, sep } from "node:path";

/** File contents by path, with slashes on every system. */
export type Files = Map<string, Uint8Array<ArrayBuffer>>;

/** Bundles each entry point into a file at its own place; the paths are those below `base`. */
export async function bundleFiles(
  entrypoints: string[],
  base: string,
  options: Omit<Deno.bundle.Options, "entrypoints" | "outputDir" | "outputPath" | "write">,
): Promise<Files> {
  const result = await Deno.bundle({
    ...options,
    entrypoints,
    outputDir: commonDirectory(entrypoints),
    platform: "browser",
    write: false,
  });
  if (!result.success) {
    const reasons = result.errors.map(({ text }) => text);
    throw new Error(["Could not bundle what the browser needs", ...reasons].join("\n"));
  }
  const files: Files = new Map();
  for (const { path, contents = new Uint8Array() } of result.outputFiles ?? []) {
    files.set(toPath(base, path), new Uint8Array(contents));
  }
  return files;
}

/** The path of a file relative to a directory. */
export function toPath(base: string, file: string): string {
  return relative(base, file).replaceAll(sep, "/");
}

/** The deepest directory that contains all entry points. */
export function commonDirectory(paths: string[]): string {
  const [first, ...rest] = paths.map((path) => dirname(path).split(sep));
  const end = first.findIndex((part, i) => rest.some((other) => other[i] !== part));
  return first.slice(0, end === -1 ? first.length : end).join(sep) || sep;
}
