/** The options of {@linkcode App}. */
export interface FreshConfig {
  /** Whether caching and error pages are for developers or for visitors. Default: `"production"`. */
  mode?: "development" | "production";
}

/** The configuration with its defaults filled in. */
export interface ResolvedFreshConfig {
  /** The directory of the app. */
  root: string;
  /** The path the app is mounted at: always the root. Pages may read it. */
  basePath: string;
  mode: "development" | "production";
}
