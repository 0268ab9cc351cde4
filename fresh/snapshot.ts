import { type App, setSnapshot } from "./app.ts";
import { setBuildId } from "./build_id.ts";
import type { FileRoute } from "./file_routes.ts";
import { type Island, type IslandModule, registerIslands } from "./islands.ts";

/** A file that the app serves. */
export interface StaticFile {
  contentType: string;
  /** A hash of the content. */
  hash: string;
  /** The path of the content, or the content itself. */
  content: URL | Uint8Array<ArrayBuffer>;
}

/** The result of a build, with the app's modules loaded. */
export interface Manifest {
  /** The directory of the app. */
  root: string;
  buildId: string;
  routes: FileRoute[];
  islands: IslandModule[];
  /** The script that starts the islands of a page, then the scripts that it imports. */
  client: string[];
  /** The files by the path of their URL. */
  files: [pathname: string, file: StaticFile][];
  /** A script for every page, in development. */
  devScript?: string;
}

/** A {@linkcode Manifest} with indexes for look-ups. */
export type Snapshot = Omit<Manifest, "islands" | "files"> & {
  /** The islands by their component. */
  islands: Map<unknown, Island>;
  files: Map<string, StaticFile>;
};

/** Gives an app its routes, islands and files. */
export function applyManifest<State>(app: App<State>, manifest: Manifest): void {
  setBuildId(manifest.buildId);
  app.config.root = manifest.root;
  setSnapshot(app, {
    ...manifest,
    islands: registerIslands(manifest.islands),
    files: new Map(manifest.files),
  });
}
