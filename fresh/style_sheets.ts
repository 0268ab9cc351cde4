import { join } from "node:path";
import { bundleFiles, type Files } from "./bundle_files.ts";

/**
 * The style sheets among the files of a directory, by their path: minified, with their imports inlined.
 *
 * They can import only files below the directory, by a relative path, and nothing by `url(…)`.
 */
export async function bundleStyleSheets(directory: string, paths: string[]): Promise<Files> {
  const sheets = paths.filter((path) => path.endsWith(".css")).map((path) => join(directory, path));
  if (sheets.length === 0) return new Map();
  return await bundleFiles(sheets, directory, { minify: true });
}
