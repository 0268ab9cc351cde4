import { type Context, getInternals, type RouteComponent } from "./context.ts";
import { pageProps } from "./page_props.ts";
import type {
  HandlerByMethod,
  HandlerFn,
  Middleware,
  PageResponse,
  RouteHandler,
} from "./handlers.ts";
import { renderComponent } from "./render.ts";
import { type Method, METHODS } from "./router.ts";

/** How a route differs from what its file's path implies. */
export interface RouteConfig {
  /** The URL pattern of the route, instead of its file's. */
  routeOverride?: string;
  /** Render the page without `_app`. */
  skipAppWrapper?: boolean;
}

/** What answers at a URL pattern: a handler, a page component, or a handler with data for a page component. */
export interface Route<State> {
  component?: RouteComponent<State>;
  config?: RouteConfig;
  handler?: RouteHandler<unknown, State>;
}

/** Turns a middleware into a route; returns a route unchanged. */
export function toRoute<State>(routeOrMiddleware: Route<State> | Middleware<State>): Route<State> {
  return typeof routeOrMiddleware === "function"
    ? { handler: routeOrMiddleware }
    : routeOrMiddleware;
}

/** The methods that a route answers. */
export function routeMethods<State>(route: Route<State>): readonly Method[] {
  if (!isByMethod(route.handler)) return METHODS;
  const { handler, component } = route;
  return METHODS.filter((method) =>
    handler[method] !== undefined ||
    method === "GET" && component !== undefined
  );
}

/** Runs the handler of a route and, unless it answers itself, renders the page. */
export async function renderRoute<State>(
  ctx: Context<State>,
  route: Route<State>,
  status = 200,
): Promise<Response> {
  if (route.config?.skipAppWrapper) getInternals(ctx).app = null;
  const handler = handlerFor(ctx.req.method, route);
  if (handler === null) return await ctx.next();
  const result = await handler(ctx);
  if (result instanceof Response) return result;
  const init = { status: result.status ?? status, headers: new Headers(result.headers) };
  if (route.component === undefined) return await ctx.render(null, init);
  const vnode = await renderComponent(route.component, pageProps(ctx, result.data, () => null));
  return vnode instanceof Response ? vnode : await ctx.render(vnode, init);
}

const renderOnly = (): PageResponse<unknown> => ({ data: {} });

function handlerFor<State>(
  method: string,
  { handler, component }: Route<State>,
): HandlerFn<unknown, State> | null {
  const renderPage = component === undefined ? null : renderOnly;
  if (!isByMethod(handler)) return handler ?? renderPage;
  const known = METHODS.find((it) => it === method);
  const own = known === undefined ? undefined : handler[known];
  if (own !== undefined) return own;
  if (method !== "GET" && method !== "HEAD") return null;
  return handler.GET ?? renderPage;
}

function isByMethod<State>(
  handler: RouteHandler<unknown, State> | undefined,
): handler is HandlerByMethod<unknown, State> {
  return typeof handler === "object";
}
