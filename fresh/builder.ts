import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type App, type ListenOptions } from "./app.ts";
import { type Build, build } from "./build.ts";
import { answerLiveReload, LIVE_RELOAD_SCRIPT } from "./live_reload.ts";
import { applyManifest, type Manifest } from "./snapshot.ts";
import { writeBuild } from "./write_build.ts";

/** The paths of an app. They are relative to `root`, and `root` to the working directory. */
export interface BuildOptions {
  /** The directory of the app. Default: the working directory. */
  root?: string;
  /** Where the build is written. Default: `_fresh`. */
  outDir?: string;
  /** The module that exports `app`. Default: `main.ts`. */
  serverEntry?: string;
  /** Default: `static`. */
  staticDir?: string;
  /** Default: `islands`. */
  islandDir?: string;
  /** Default: `routes`. */
  routeDir?: string;
}

/** Builds an app and serves it during development. */
export class Builder {
  /** The options as absolute paths. */
  readonly config: Required<BuildOptions>;

  constructor(options: BuildOptions = {}) {
    const root = resolve(options.root ?? ".");
    this.config = {
      root,
      outDir: resolve(root, options.outDir ?? "_fresh"),
      serverEntry: resolve(root, options.serverEntry ?? "main.ts"),
      staticDir: resolve(root, options.staticDir ?? "static"),
      islandDir: resolve(root, options.islandDir ?? "islands"),
      routeDir: resolve(root, options.routeDir ?? "routes"),
    };
  }

  /**
   * Builds the app: to disk, as `_fresh/server.js`, or to memory, for tests. In memory, it returns the function that
   * gives the build to an app.
   */
  build(options: { snapshot: "memory" }): Promise<<State>(app: App<State>) => void>;
  build(options?: { snapshot?: "disk" }): Promise<void>;
  async build(
    options?: { snapshot?: "disk" | "memory" },
  ): Promise<(<State>(app: App<State>) => void) | void> {
    if (options?.snapshot !== "memory") {
      const { outDir } = this.config;
      const built = await build(this.config, { production: true, workDir: outDir });
      return await writeBuild(built, this.config);
    }
    const manifest = await load(await build(this.config, { production: true }));
    return (app) => applyManifest(app, manifest);
  }

  /**
   * Serves the app during development. Under `deno run --watch` a change starts the process again, and the open
   * pages reload.
   */
  async listen<State>(
    importApp: () => Promise<{ app: App<State> }>,
    options: ListenOptions = {},
  ): Promise<void> {
    const built = await build(this.config, { production: false });
    const manifest = await load(built);
    const { app } = await importApp();
    app.config.mode = "development";
    applyManifest(app, { ...manifest, devScript: LIVE_RELOAD_SCRIPT });
    const handler = app.handler();
    const server = Deno.serve(
      options,
      (request, info) => answerLiveReload(request) ?? handler(request, info),
    );
    await server.finished;
  }
}

/** Loads the modules of a build. */
async function load({ routes, islands, ...built }: Build): Promise<Manifest> {
  return {
    ...built,
    routes: await Promise.all(routes.map(withModule)),
    islands: await Promise.all(islands.map(withModule)),
  };
}

async function withModule<T extends { file: string }>(item: T) {
  const module: object = await import(pathToFileURL(item.file).href);
  return { ...item, module };
}
