import { bundleFiles, commonDirectory, type Files, toPath } from "./bundle_files.ts";
import { withImports } from "./script_imports.ts";

/** A script for the browser, with those that it imports: the paths below the URL of all scripts. */
export type ScriptPaths = [own: string, ...imports: string[]];

/** What the browser needs. */
export interface Bundle {
  /** The files by path, source maps included. */
  files: Files;
  /** The scripts by the entry point that they were made of. */
  scripts: Map<string, ScriptPaths>;
}

/** Bundles the entry points into scripts, which share what they have in common. */
export async function bundle(
  entrypoints: string[],
  { minify }: { minify: boolean },
): Promise<Bundle> {
  if (entrypoints.length === 0) return { files: new Map(), scripts: new Map() };
  const base = commonDirectory(entrypoints);
  const options = { codeSplitting: true, minify, sourcemap: "linked" } as const;
  const files = await bundleFiles(entrypoints, base, options);
  const scripts: Bundle["scripts"] = new Map();
  for (const entrypoint of entrypoints) {
    const own = toPath(base, entrypoint).replace(/\.[^.]+$/, ".js");
    const [, ...imports] = withImports(own, files);
    scripts.set(entrypoint, [own, ...imports]);
  }
  return { files, scripts };
}
