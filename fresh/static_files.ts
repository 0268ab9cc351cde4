import { ASSET_CACHE_BUST_KEY } from "./asset.ts";
import { BUILD_ID, scriptsPath } from "./build_id.ts";
import { type Context, getInternals } from "./context.ts";
import type { Middleware } from "./handlers.ts";
import type { StaticFile } from "./snapshot.ts";

/** Serves the files of `static/` and the scripts of the build. Only files that the build lists are served. */
export function staticFiles<State>(): Middleware<State> {
  return async (ctx) => {
    const file = findFile(ctx);
    if (file === undefined) {
      // Browsers request it by themselves, so an error page would be a waste.
      if (ctx.url.pathname === "/favicon.ico") {
        return new Response(null, { status: 404 });
      }
      return await ctx.next();
    }
    const { method } = ctx.req;
    if (method !== "GET" && method !== "HEAD") {
      return new Response("Method Not Allowed", { status: 405 });
    }
    const stale = withoutStaleKey(ctx.url);
    if (stale !== null) {
      return new Response(null, { status: 307, headers: { location: stale } });
    }
    return await serve(ctx, file);
  };
}

function findFile<State>(ctx: Context<State>): StaticFile | undefined {
  const files = getInternals(ctx).snapshot?.files;
  return files?.get(normalize(ctx.url.pathname));
}

/** Normalizes the escaping of a path to the form of the build's file list. */
function normalize(pathname: string): string {
  try {
    return pathname.split("/").map(decodeURIComponent).map(encodeURIComponent)
      .join("/");
  } catch (error) {
    if (error instanceof URIError) return pathname;
    throw error;
  }
}

/** The URL without the key of another build; `null` if it has none. */
function withoutStaleKey(url: URL): string | null {
  const key = url.searchParams.get(ASSET_CACHE_BUST_KEY);
  if (key === null || key === BUILD_ID) return null;
  const params = new URLSearchParams(url.search);
  params.delete(ASSET_CACHE_BUST_KEY);
  return params.size === 0 ? url.pathname : `${url.pathname}?${params}`;
}

async function serve<State>(ctx: Context<State>, file: StaticFile): Promise<Response> {
  const etag = `W/"${file.hash}"`;
  const headers = new Headers({
    "Content-Type": file.contentType,
    "Cache-Control": isImmutable(ctx)
      ? "public, max-age=31536000, immutable"
      : "no-cache, no-store, max-age=0, must-revalidate",
    vary: "If-None-Match",
  });
  // In development a file may have changed since the build hashed it.
  if (ctx.config.mode === "production") {
    headers.set("ETag", etag);
    const known = ctx.req.headers.get("If-None-Match");
    if (known === etag || known === file.hash) {
      return new Response(null, { status: 304, headers });
    }
  }
  const content = file.content instanceof URL ? await Deno.readFile(file.content) : file.content;
  headers.set("Content-Length", String(content.byteLength));
  return new Response(content, { headers });
}

function isImmutable<State>({ config, url }: Context<State>): boolean {
  return config.mode === "production" &&
    (url.searchParams.has(ASSET_CACHE_BUST_KEY) ||
      url.pathname.startsWith(scriptsPath(BUILD_ID)));
}
