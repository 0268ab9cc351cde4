import { logServerError } from "./answer_error.ts";
import { getInternals, type RouteComponent } from "./context.ts";
import { HttpError } from "./error.ts";
import type { Middleware } from "./handlers.ts";
import { renderRoute, type Route } from "./route.ts";

/**
 * A part of a path, with what was registered there. A request passes through the segments of its route from the root
 * on: through the middlewares of each; an error passes back through their error routes.
 */
export class Segment<State> {
  app: RouteComponent<State> | null = null;
  errorRoute: Route<State> | null = null;
  /** The page for status 404. Only the root has one. */
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

  /** The middlewares registered so far that a route of this segment passes through. */
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

  /** Sets the app component of this segment, and answers errors that are thrown below it. */
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
  // A route below /api is also below /api{/:optional}?.
  return pattern.replace(/\{[^}]*\}\??/g, "").split("/").filter(Boolean);
}

/** Combines middlewares into one: `ctx.next()` of each calls the one after it. */
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
