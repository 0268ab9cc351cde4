/** What {@linkcode App} can be configured with. */
export interface FreshConfig {
  /** Whether caches and error pages suit a developer or a visitor. Default: `"production"`. */
  mode?: "development" | "production";
}

/** The configuration with its defaults filled in. */
export interface ResolvedFreshConfig {
  /** The directory of the app. */
  root: string;
  /** The path the app is mounted at. Always the root here; pages may read it. */
  basePath: string;
  mode: "development" | "production";
}
