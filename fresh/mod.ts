/**
 * The part of Fresh 2.3 that this app uses, for machines that can reach only npm.
 *
 * The names, arguments and behaviour are Fresh's own, so that the app also runs on `jsr:@fresh/core`.
 * @module
 */

export { App, type ListenOptions } from "./app.ts";
export type { FreshConfig, ResolvedFreshConfig } from "./config.ts";
export type { Context, PageProps } from "./context.ts";
export { csp, type CSPOptions } from "./csp.ts";
export { createDefine, type Define } from "./define.ts";
export { HttpError } from "./error.ts";
export {
  type HandlerByMethod,
  type HandlerFn,
  type Middleware,
  page,
  type PageResponse,
  type RouteHandler,
} from "./handlers.ts";
export type { RouteConfig } from "./route.ts";
export type { Method } from "./router.ts";
export { staticFiles } from "./static_files.ts";
export type { WebSocketHandlers, WebSocketUpgradeOptions } from "./websocket.ts";
