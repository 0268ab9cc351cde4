import { bundleFiles, commonDirectory, type Files, toPath } from "./bundle_files.ts";
import { withImports } from "./script_imports.ts";

/** A script for the browser, then the scripts that it imports, as paths below the URL of all scripts. */
export type ScriptPaths = [own: string, ...imports: string[]];

/** All scripts of an app. */
export interface Bundle {
  /** The files by path, source maps included. */
  files: Files;
  /** The scripts by their entry point. */
  scripts: Map<string, ScriptPaths>;
}

/** Bundles the entry points into scripts with shared chunks. */
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
