import { join } from "node:path";
import { bundleFiles, type Files } from "./bundle_files.ts";

/**
 * The style sheets among the files of a directory, by their path: minified, each with those that it imports in it.
 *
 * Only what is below the directory can be imported, by a relative path, and nothing named by `url(…)`.
 */
export async function bundleStyleSheets(directory: string, paths: string[]): Promise<Files> {
  const sheets = paths.filter((path) => path.endsWith(".css")).map((path) => join(directory, path));
  if (sheets.length === 0) return new Map();
  return await bundleFiles(sheets, directory, { minify: true });
}
