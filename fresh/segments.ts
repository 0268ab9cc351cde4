import { logServerError } from "./answer_error.ts";
import { getInternals, type RouteComponent } from "./context.ts";
import { HttpError } from "./error.ts";
import type { Middleware } from "./handlers.ts";
import { renderRoute, type Route } from "./route.ts";

/**
 * A part of a path, with what was registered there. Routes pass through the segments of their path, from the root
 * on: through the middlewares of each, and back through its error route.
 */
export class Segment<State> {
  app: RouteComponent<State> | null = null;
  errorRoute: Route<State> | null = null;
  /** The page for what is not found. Only the root has one. */
  notFound: Route<State> | null = null;
  readonly middlewares: Middleware<State>[] = [];
  readonly #parent: Segment<State> | null;
  readonly #children = new Map<string, Segment<State>>();

  constructor(parent: Segment<State> | null = null) {
    this.#parent = parent;
  }

  /** The segment of a pattern below this one. */
  at(pattern: string): Segment<State> {
    return toParts(pattern).reduce((segment: Segment<State>, part) => segment.#child(part), this);
  }

  /** All that a route of this segment passes through, as it is registered so far. */
  chain(): Middleware<State>[] {
    const above = this.#parent?.chain() ?? [];
    return [...above, this.#guard(), ...this.middlewares];
  }

  #child(part: string): Segment<State> {
    const known = this.#children.get(part);
    if (known !== undefined) return known;
    const child = new Segment(this);
    this.#children.set(part, child);
    return child;
  }

  #root(): Segment<State> {
    return this.#parent === null ? this : this.#parent.#root();
  }

  /** Puts the app component of this segment in place, and answers what is thrown below it. */
  #guard(): Middleware<State> {
    const { app, errorRoute } = this;
    const root = this.#root();
    return async (ctx) => {
      const internals = getInternals(ctx);
      const previous = internals.app;
      if (app !== null) internals.app = app;
      try {
        return await ctx.next();
      } catch (error) {
        const status = error instanceof HttpError ? error.status : 500;
        if (status === 404 && root.notFound !== null) {
          return await renderRoute(ctx, root.notFound, status);
        }
        if (errorRoute !== null) {
          logServerError(error);
          return await renderRoute(ctx, errorRoute, status);
        }
        throw error;
      } finally {
        internals.app = previous;
      }
    };
  }
}

function toParts(pattern: string): string[] {
  if (pattern === "*" || pattern === "/*") return [];
  // What is below /api is also below /api{/:optional}?.
  return pattern.replace(/\{[^}]*\}\??/g, "").split("/").filter(Boolean);
}

/** Makes one middleware of many: `ctx.next()` of each calls the one after it. */
export function compose<State>(middlewares: Middleware<State>[]): Middleware<State> {
  return (ctx) => {
    const last = ctx.next;
    const call = async (index: number): Promise<Response> => {
      const middleware = middlewares[index];
      ctx.next = () => call(index + 1);
      try {
        return await (middleware === undefined ? last() : middleware(ctx));
      } catch (error) {
        ctx.error = error;
        throw error;
      }
    };
    return call(0);
  };
}
