import type { Routes } from "./app.ts";
import type { RouteComponent } from "./context.ts";
import { compareRoutePaths, pathToPattern } from "./file_pattern.ts";
import type { Middleware, RouteHandler } from "./handlers.ts";
import type { Route, RouteConfig } from "./route.ts";

/** A file in `routes/`. */
export interface FileRoute {
  /** Its path in `routes/`, without the extension: `blog/[slug]`. */
  path: string;
  module: object;
}

/** What a file in `routes/` may export. */
interface RouteModule<State> {
  default?: RouteComponent<State>;
  handler?: RouteHandler<unknown, State>;
  handlers?: RouteHandler<unknown, State>;
  config?: RouteConfig;
}

/** What a `_middleware.ts` may export. */
interface MiddlewareModule<State> {
  default?: Middleware<State> | Middleware<State>[];
  handler?: Middleware<State>;
  handlers?: Middleware<State>;
}

/** Registers the files of `routes/`: first those with `_`, then pages, the most specific pattern first. */
export function registerFileRoutes<State>(routes: Routes<State>, files: FileRoute[]): void {
  const pages: FileRoute[] = [];
  for (const file of files) {
    if (!registerConvention(routes, file)) pages.push(file);
  }
  pages.sort((a, b) => compareRoutePaths(a.path, b.path));
  for (const { path, module } of pages) {
    const segment = routes.root.at(placePattern(path));
    routes.addRoute(pathToPattern(path), segment, toRoute(path, module));
  }
}

/** Registers a file whose name begins with `_`; returns whether it was one. */
function registerConvention<State>({ root }: Routes<State>, { path, module }: FileRoute): boolean {
  const segment = root.at(placePattern(path));
  switch (path.split("/").at(-1)) {
    case "_app":
      root.app = toRoute<State>(path, module).component ?? null;
      return true;
    case "_404":
      root.notFound = toRoute(path, module);
      return true;
    case "_error":
    case "_500":
      segment.errorRoute = toRoute(path, module);
      return true;
    case "_middleware":
      segment.middlewares.push(...toMiddlewares<State>(path, module));
      return true;
    case "_layout":
      throw new Error(`routes/${path}: layouts are not implemented, use _app or a component`);
    default:
      return false;
  }
}

/** The pattern of the folder that a file is in. */
function placePattern(path: string): string {
  const folder = path.slice(0, Math.max(path.lastIndexOf("/"), 0));
  return folder === "" ? "*" : pathToPattern(folder, { keepGroups: true });
}

function toRoute<State>(path: string, module: object): Route<State> {
  if (!isRouteModule<State>(module)) {
    throw new Error(`routes/${path} must export a default component, a "handler" or a "config"`);
  }
  return {
    component: module.default,
    handler: module.handlers ?? module.handler,
    config: module.config,
  };
}

function toMiddlewares<State>(path: string, module: object): Middleware<State>[] {
  if (!isMiddlewareModule<State>(module)) {
    throw new Error(`routes/${path} must export a middleware, or a list of them, as default`);
  }
  return [module.handlers ?? module.handler ?? module.default ?? []].flat();
}

// The parameters of a function cannot be checked at run time, so these guards check only the shape.

function isRouteModule<State>(module: object): module is RouteModule<State> {
  const { default: component, handler, handlers, config }: RouteModule<State> = module;
  return typeof component === "function" ||
    [handler, handlers, config].some((it) => typeof it === "function" || typeof it === "object");
}

function isMiddlewareModule<State>(module: object): module is MiddlewareModule<State> {
  const { default: own, handler, handlers }: MiddlewareModule<State> = module;
  return [handlers, handler, own].some((it) => typeof it === "function" || Array.isArray(it));
}
