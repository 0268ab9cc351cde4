import { BUILD_ID } from "./build_id.ts";

/** The search parameter that ties the URL of a static file to a build. */
export const ASSET_CACHE_BUST_KEY = "__frsh_c";

/** The URL of a static file that may be cached for good: it changes with every build. */
export function asset(path: string): string {
  if (!path.startsWith("/") || path.startsWith("//")) return path;
  const url = new URL(path, "http://localhost");
  if (!url.searchParams.has(ASSET_CACHE_BUST_KEY)) {
    url.searchParams.set(ASSET_CACHE_BUST_KEY, BUILD_ID);
  }
  return url.pathname + url.search + url.hash;
}
