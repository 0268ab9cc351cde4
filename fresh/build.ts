import { createHash } from "node:crypto";
import { basename, extname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { scriptsPath } from "./build_id.ts";
import { bundle } from "./bundle.ts";
import { bundleSingleScripts } from "./single_scripts.ts";
import { contentType } from "./content_type.ts";
import { findFiles, findScripts } from "./files.ts";
import type { FileRoute } from "./file_routes.ts";
import type { IslandModule } from "./islands.ts";
import type { Manifest, StaticFile } from "./snapshot.ts";
import { bundleStyleSheets } from "./style_sheets.ts";

/** The directories of an app. */
export interface Directories {
  root: string;
  routeDir: string;
  islandDir: string;
  staticDir: string;
}

/** An item whose module is not loaded yet: only its file is known. */
export type InFile<T> = Omit<T, "module"> & { file: string };

/** A {@linkcode Manifest} whose modules are not loaded yet. */
export type Build = Omit<Manifest, "routes" | "islands"> & {
  routes: InFile<FileRoute>[];
  islands: InFile<IslandModule>[];
};

const CLIENT = fileURLToPath(new URL("./client.ts", import.meta.url));

/** How an app is built. */
export interface BuildFor {
  /** Production builds have few and small files; development builds are fast and close to the sources. */
  production: boolean;
  /** A directory for temporary files. Default: the system's. */
  workDir?: string;
}

/** Finds the routes, islands and files of an app and bundles what the browser needs. */
export async function build(
  { root, routeDir, islandDir, staticDir }: Directories,
  { production, workDir }: BuildFor,
): Promise<Build> {
  const islandFiles = (await findScripts(islandDir)).map((path) => join(islandDir, path));
  // An app without islands needs no script at all.
  const entrypoints = islandFiles.length === 0 ? [] : [CLIENT, ...islandFiles];
  const [shared, statics] = await Promise.all([
    bundle(entrypoints, { minify: production }),
    readStatics(staticDir, { production }),
  ]);
  const single = production
    ? await bundleSingleScripts(shared, { client: CLIENT, islands: islandFiles, workDir })
    : null;
  const bundled = new Map([...shared.files, ...single?.files ?? []]);
  const buildId = hashFiles([...statics, ...toFiles(bundled, "/")]);
  const prefix = scriptsPath(buildId);
  const scriptsOf = (entrypoint: string) =>
    (shared.scripts.get(entrypoint) ?? []).map((path) => prefix + path);
  const singleScriptOf = (entrypoint: string) => {
    const path = single?.scripts.get(entrypoint);
    return path === undefined ? undefined : prefix + path;
  };
  return {
    root,
    buildId,
    routes: await findRoutes(routeDir),
    islands: islandFiles.map((file) => ({
      name: islandName(file),
      file,
      scripts: scriptsOf(file),
      singleScript: singleScriptOf(file),
    })),
    client: scriptsOf(CLIENT),
    files: [...statics, ...toFiles(bundled, prefix)],
  };
}

async function findRoutes(routeDir: string): Promise<Build["routes"]> {
  const paths = await findScripts(routeDir);
  // Folders such as (_components) hold no routes.
  return paths.filter((path) => !/(^|\/)\(_/.test(path)).map((path) => ({
    path: withoutExtension(path),
    file: join(routeDir, path),
  }));
}

async function readStatics(
  staticDir: string,
  { production }: BuildFor,
): Promise<Manifest["files"]> {
  const paths = await findFiles(staticDir);
  const sheets = production ? await bundleStyleSheets(staticDir, paths) : null;
  return await Promise.all(paths.map(async (path) => {
    const url = pathToFileURL(join(staticDir, path));
    const pathname = `/${path.split("/").map(encodeURIComponent).join("/")}`;
    const sheet = sheets?.get(path);
    return sheet === undefined
      ? toFile(pathname, await Deno.readFile(url), url)
      : toFile(pathname, sheet);
  }));
}

function toFiles(
  contents: Map<string, Uint8Array<ArrayBuffer>>,
  prefix: string,
): Manifest["files"] {
  return [...contents].map(([path, content]) => toFile(prefix + path, content));
}

function toFile(
  pathname: string,
  bytes: Uint8Array<ArrayBuffer>,
  content: StaticFile["content"] = bytes,
): Manifest["files"][number] {
  const hash = createHash("sha256").update(bytes).digest("hex").slice(0, 32);
  return [pathname, { contentType: contentType(pathname), hash, content }];
}

/** Names a build by its content, so that browsers' caches stay valid if nothing has changed. */
function hashFiles(files: Manifest["files"]): string {
  const hash = createHash("sha256");
  for (const [pathname, file] of files) hash.update(`${pathname} ${file.hash}\n`);
  return hash.digest("hex").slice(0, 16);
}

/** The name of a file as an identifier: `nav-bar.tsx` becomes `nav_bar`. */
function islandName(file: string): string {
  return basename(file, extname(file)).replace(/^[^a-z_$]|[^a-z0-9_$]/gi, "_");
}

function withoutExtension(path: string): string {
  return path.slice(0, path.length - extname(path).length);
}
