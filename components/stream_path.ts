/** The page of a stream. */
export function streamPath(page: "broadcast" | "watch" | "embed", stream: string): string {
  return `/${page}/${encodeURIComponent(stream)}`;
}

/** The stream of a page without a name. */
export const DEFAULT_STREAM = "live";
