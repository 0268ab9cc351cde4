import { type AnyComponent, type FunctionComponent, isValidElement, type VNode } from "preact";
import type { ResolvedFreshConfig } from "./config.ts";
import { renderPage } from "./render.ts";
import type { Snapshot } from "./snapshot.ts";
import {
  upgrade,
  type Upgraded,
  type WebSocketHandlers,
  type WebSocketUpgradeOptions,
} from "./websocket.ts";

/** The props of a page component, of `_app` and of error pages. */
export type PageProps<Data = unknown, State = unknown> =
  & Pick<
    Context<State>,
    | "config"
    | "url"
    | "req"
    | "route"
    | "params"
    | "info"
    | "state"
    | "error"
    | "Component"
  >
  & { data: Data };

/** A component with the props of a page. It may be async, and may return a `Response`. */
export type RouteComponent<State> = AnyComponent<PageProps<unknown, State>>;

/** What only the framework needs to know about a request. */
export interface Internals<State> {
  /** The component around the page, from `_app.tsx`. */
  app: RouteComponent<State> | null;
  snapshot: Snapshot | null;
}

/** Gives the rest of the framework access to the internals of a {@linkcode Context}. */
export let getInternals: <State>(ctx: Context<State>) => Internals<State>;

/** The argument of middlewares and handlers: one object for each request. */
export class Context<State> {
  /** The configuration of the app. */
  readonly config: ResolvedFreshConfig;
  /** The URL of the request, without doubled slashes. */
  readonly url: URL;
  /** The request as it came in. */
  readonly req: Request;
  /** The pattern of the matched route. */
  readonly route: string | null;
  /** The values of the parameters in the pattern. */
  readonly params: Record<string, string>;
  // It starts empty, as in Fresh, until the first middleware fills it in, which no type can express.
  /** State that the middlewares of this request share. */
  readonly state: State = {} as State;
  /** The data from the handler for the page. */
  data: unknown = undefined;
  /** The error that was thrown while the request was handled, or `null`. */
  error: unknown = null;
  /** The addresses of the connection. */
  readonly info: Deno.ServeHandlerInfo;
  /** The content of the present component, such as the page inside `_app`. */
  Component: FunctionComponent = () => null;
  /** Calls the next middleware, and in the end the handler. */
  next: () => Promise<Response>;

  #internals: Internals<State>;

  static {
    getInternals = (ctx) => ctx.#internals;
  }

  constructor(init: {
    config: ResolvedFreshConfig;
    url: URL;
    req: Request;
    route: string | null;
    params: Record<string, string>;
    info: Deno.ServeHandlerInfo;
    next: () => Promise<Response>;
    snapshot: Snapshot | null;
  }) {
    this.config = init.config;
    this.url = init.url;
    this.req = init.req;
    this.route = init.route;
    this.params = init.params;
    this.info = init.info;
    this.next = init.next;
    this.#internals = { app: null, snapshot: init.snapshot };
  }

  /** Redirects to a path or URL. A path stays on this site: `//evil.com` becomes `/evil.com`. */
  redirect(pathOrUrl: string, status = 302): Response {
    let location = pathOrUrl;
    if (pathOrUrl.startsWith("/")) {
      const end = pathOrUrl.search(/[?#]|$/);
      location = pathOrUrl.slice(0, end).replace(/\/+/g, "/") +
        pathOrUrl.slice(end);
    }
    return new Response(null, { status, headers: { location } });
  }

  /** Renders a page inside `_app` and with its islands. */
  render(
    vnode: VNode | null,
    init: ResponseInit = {},
    config: { skipAppWrapper?: boolean } = {},
  ): Promise<Response> {
    if (vnode !== null && !isValidElement(vnode)) {
      throw new Error("ctx.render() takes JSX or null");
    }
    const { app, snapshot } = this.#internals;
    return renderPage(this, { vnode, init, app: config.skipAppWrapper ? null : app, snapshot });
  }

  /** Answers with plain text. */
  text(content: string, init?: ResponseInit): Response {
    return new Response(content, init);
  }

  /** Answers with HTML. */
  html(content: string, init?: ResponseInit): Response {
    const headers = new Headers(init?.headers);
    headers.set("Content-Type", "text/html; charset=utf-8");
    return new Response(content, { ...init, headers });
  }

  /** Answers with JSON. */
  json(content: unknown, init?: ResponseInit): Response {
    return Response.json(content, init);
  }

  /**
   * Turns the request into a WebSocket.
   *
   * With handlers it returns the response; without, the socket, whose events the caller handles, and the response.
   */
  upgrade(options?: WebSocketUpgradeOptions): Upgraded;
  upgrade(handlers: WebSocketHandlers, options?: WebSocketUpgradeOptions): Response;
  upgrade(
    handlersOrOptions?: WebSocketHandlers | WebSocketUpgradeOptions,
    options?: WebSocketUpgradeOptions,
  ): Upgraded | Response {
    return upgrade(this.req, handlersOrOptions, options);
  }
}
