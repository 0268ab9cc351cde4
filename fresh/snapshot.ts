import { type App, setSnapshot } from "./app.ts";
import { setBuildId } from "./build_id.ts";
import type { FileRoute } from "./file_routes.ts";
import { type Island, type IslandModule, registerIslands } from "./islands.ts";

/** A file that may be served. */
export interface StaticFile {
  contentType: string;
  /** A hash of the content. */
  hash: string;
  /** Where the content is, or the content itself. */
  content: URL | Uint8Array<ArrayBuffer>;
}

/** What a build found and made of an app, with its modules loaded. */
export interface Manifest {
  /** The directory of the app. */
  root: string;
  buildId: string;
  routes: FileRoute[];
  islands: IslandModule[];
  /** The script that starts the islands of a page, and then those that it imports. */
  client: string[];
  /** The files by the path of their URL. */
  files: [pathname: string, file: StaticFile][];
  /** A script for every page, in development. */
  devScript?: string;
}

/** A {@linkcode Manifest} in the form in which requests look things up. */
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
