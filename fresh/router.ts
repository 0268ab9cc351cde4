/** The HTTP methods that a route can answer. */
export type Method =
  | "HEAD"
  | "GET"
  | "POST"
  | "PATCH"
  | "PUT"
  | "DELETE"
  | "OPTIONS";

/** All methods, for handlers that answer each of them. */
export const METHODS: readonly Method[] = [
  "GET",
  "HEAD",
  "POST",
  "PATCH",
  "PUT",
  "DELETE",
  "OPTIONS",
];

/** The router's result for a request. */
export interface Match<T> {
  /** The pattern of the route, even if the route lacks this method. */
  pattern: string | null;
  params: Record<string, string>;
  /** The item for the method, or `null`. */
  item: T | null;
}

interface Route<T> {
  pattern: string;
  byMethod: Map<string, T>;
}

const IS_DYNAMIC = /[*:{}+?()]/;

/** Finds the item for a URL and a method. Static paths come before patterns. */
export class Router<T> {
  #statics = new Map<string, Route<T>>();
  #dynamics = new Map<string, Route<T> & { url: URLPattern }>();

  /** Adds an item. The first one for a pattern and method stays. */
  add(method: Method, pattern: string, item: T): void {
    const { byMethod } = this.#route(pattern);
    if (!byMethod.has(method)) byMethod.set(method, item);
  }

  /** Looks up an item. A HEAD request gets the item for GET if it has none of its own. */
  match(method: string, url: URL): Match<T> {
    const found = this.#matchStatic(url.pathname) ?? this.#matchDynamic(url);
    if (found === null) return { pattern: null, params: {}, item: null };
    const { route: { pattern, byMethod }, params } = found;
    const item = byMethod.get(method) ??
      (method === "HEAD" ? byMethod.get("GET") : undefined) ?? null;
    return { pattern, params, item };
  }

  /** The methods that a pattern has items for. */
  allowedMethods(pattern: string): string[] {
    const route = this.#statics.get(pattern) ?? this.#dynamics.get(pattern);
    return [...route?.byMethod.keys() ?? []];
  }

  #route(pattern: string): Route<T> {
    const isDynamic = IS_DYNAMIC.test(pattern);
    const known = (isDynamic ? this.#dynamics : this.#statics).get(pattern);
    if (known !== undefined) return known;
    const route = { pattern, byMethod: new Map<string, T>() };
    if (isDynamic) {
      const url = new URLPattern({ pathname: pattern });
      this.#dynamics.set(pattern, { ...route, url });
    } else {
      this.#statics.set(pattern, route);
    }
    return route;
  }

  /** A path also finds the route that differs in its trailing slash only. */
  #matchStatic(pathname: string) {
    const alternate = pathname.endsWith("/") ? pathname.slice(0, -1) : `${pathname}/`;
    const route = this.#statics.get(pathname) ?? this.#statics.get(alternate);
    return route === undefined ? null : { route, params: {} };
  }

  #matchDynamic(url: URL) {
    for (const route of this.#dynamics.values()) {
      const match = route.url.exec(url);
      if (match === null) continue;
      const params = decodeParams(match.pathname.groups);
      return params === null ? null : { route, params };
    }
    return null;
  }
}

/**
 * Decodes the parameters of a path; `null` if one is malformed, as in `/watch/%FF`.
 *
 * A deliberate deviation from Fresh, where `decodeURI` throws out of the app's handler. No route can match such a
 * path, so that the answer here is 404.
 */
function decodeParams(groups: Record<string, string | undefined>): Record<string, string> | null {
  const params: Record<string, string> = {};
  try {
    for (const [name, value] of Object.entries(groups)) {
      params[name] = decodeURI(value ?? "");
    }
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
  return params;
}
