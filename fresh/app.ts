import { answerError } from "./answer_error.ts";
import type { FreshConfig, ResolvedFreshConfig } from "./config.ts";
import { Context } from "./context.ts";
import { HttpError } from "./error.ts";
import { registerFileRoutes } from "./file_routes.ts";
import type { Middleware } from "./handlers.ts";
import { renderRoute, type Route, routeMethods, toRoute } from "./route.ts";
import { type Method, METHODS, Router } from "./router.ts";
import { compose, Segment } from "./segments.ts";
import type { Snapshot } from "./snapshot.ts";

/** Where and how to listen. */
export type ListenOptions = Partial<
  Deno.ServeTcpOptions & Deno.TlsCertifiedKeyPem
>;

/** The registered routes and middlewares, in the form in which requests are matched. */
export class Routes<State> {
  readonly root = new Segment<State>();
  readonly router = new Router<Middleware<State>>();

  /** Adds a route at a pattern, behind the middlewares that its segment has so far. */
  add(
    methods: readonly Method[],
    pattern: string,
    segment: Segment<State>,
    middlewares: Middleware<State>[],
  ): void {
    const composed = compose([...segment.chain(), ...middlewares]);
    for (const method of methods) {
      this.router.add(method, pattern === "*" ? "/*" : pattern, composed);
    }
  }

  /** Adds a route. */
  addRoute(pattern: string, segment: Segment<State>, route: Route<State>): void {
    this.add(
      routeMethods(route),
      route.config?.routeOverride ?? pattern,
      segment,
      [(ctx) => renderRoute(ctx, route)],
    );
  }
}

type Command<State> = (routes: Routes<State>, snapshot: Snapshot | null) => void;

/** Gives an app the result of its build. */
export let setSnapshot: <State>(app: App<State>, snapshot: Snapshot) => void;

/** Passes requests through middlewares to routes, in the order in which they are registered. */
export class App<State> {
  /** The configuration with its defaults filled in. */
  readonly config: ResolvedFreshConfig;
  readonly #commands: Command<State>[] = [];
  #snapshot: Snapshot | null = null;

  static {
    setSnapshot = (app, snapshot) => {
      app.#snapshot = snapshot;
    };
  }

  constructor({ mode = "production" }: FreshConfig = {}) {
    this.config = { root: ".", basePath: "", mode };
  }

  /** Adds middlewares for all routes, or for those under a path. */
  use(...middlewares: Middleware<State>[]): this;
  use(path: string, ...middlewares: Middleware<State>[]): this;
  use(first: string | Middleware<State>, ...rest: Middleware<State>[]): this {
    const [path, middlewares] = typeof first === "string" ? [first, rest] : ["*", [first, ...rest]];
    return this.#register(({ root }) => {
      root.at(path).middlewares.push(...middlewares);
    });
  }

  /** Sets the page for status 404. */
  notFound(routeOrMiddleware: Route<State> | Middleware<State>): this {
    return this.#register(({ root }) => {
      root.notFound = toRoute(routeOrMiddleware);
    });
  }

  /** Sets the page for errors of the routes under a path. */
  onError(path: string, routeOrMiddleware: Route<State> | Middleware<State>): this {
    return this.#register(({ root }) => {
      root.at(path).errorRoute = toRoute(routeOrMiddleware);
    });
  }

  /** Adds a route, as a file in `routes/` does. */
  route(path: string, route: Route<State>): this {
    return this.#register((routes) => routes.addRoute(path, routes.root.at(path), route));
  }

  /** Adds handlers for GET requests, and for HEAD requests without handlers of their own. */
  get(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#handle(["GET"], path, middlewares);
  }

  /** Adds handlers for POST requests. */
  post(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#handle(["POST"], path, middlewares);
  }

  /** Adds handlers for PUT requests. */
  put(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#handle(["PUT"], path, middlewares);
  }

  /** Adds handlers for PATCH requests. */
  patch(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#handle(["PATCH"], path, middlewares);
  }

  /** Adds handlers for DELETE requests. */
  delete(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#handle(["DELETE"], path, middlewares);
  }

  /** Adds handlers for HEAD requests. */
  head(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#handle(["HEAD"], path, middlewares);
  }

  /** Adds handlers for all methods. */
  all(path: string, ...middlewares: Middleware<State>[]): this {
    return this.#handle(METHODS, path, middlewares);
  }

  /** Inserts the routes of the files in `routes/`, as the build found them. */
  fsRoutes(): this {
    return this.#register((routes, snapshot) => registerFileRoutes(routes, snapshot?.routes ?? []));
  }

  /** Returns the function that answers requests, for `Deno.serve` and for tests. */
  handler(): (request: Request, info?: Deno.ServeHandlerInfo) => Promise<Response> {
    const snapshot = this.#snapshot;
    const routes = new Routes<State>();
    for (const command of this.#commands) command(routes, snapshot);
    const unmatched = compose(routes.root.chain());

    return async (req, info = UNKNOWN_CONNECTION) => {
      const url = new URL(req.url);
      // So that no path is read as the host of a protocol-relative URL.
      url.pathname = url.pathname.replace(/\/+/g, "/");
      const { pattern, params, item } = routes.router.match(req.method, url);
      const ctx = new Context<State>({
        config: this.config,
        url,
        req,
        route: pattern,
        params,
        info,
        next: () => answerUnmatched(req.method, routes, pattern, item !== null),
        snapshot,
      });
      try {
        const response = await (item ?? unmatched)(ctx);
        return req.method === "HEAD" ? new Response(null, response) : response;
      } catch (error) {
        return answerError(error);
      }
    };
  }

  /** Serves the app. */
  async listen(options: ListenOptions = {}): Promise<void> {
    await Deno.serve(options, this.handler()).finished;
  }

  #handle(methods: readonly Method[], path: string, middlewares: Middleware<State>[]): this {
    return this.#register((routes) => routes.add(methods, path, routes.root.at(path), middlewares));
  }

  #register(command: Command<State>): this {
    this.#commands.push(command);
    return this;
  }
}

/** The addresses for requests without a connection, as in tests. */
const UNKNOWN_CONNECTION: Deno.ServeHandlerInfo = {
  remoteAddr: { transport: "tcp", hostname: "localhost", port: 1234 },
  completed: Promise.resolve(),
};

/** Answers a request that no handler answered: 404, or 405 if the route lacks the method. */
function answerUnmatched<State>(
  method: string,
  { router }: Routes<State>,
  pattern: string | null,
  isMatched: boolean,
): Promise<Response> {
  if (pattern === null || isMatched) return Promise.reject(new HttpError(404));
  if (method !== "OPTIONS") return Promise.reject(new HttpError(405));
  const headers = { Allow: router.allowedMethods(pattern).join(", ") };
  return Promise.resolve(new Response(null, { status: 204, headers }));
}
