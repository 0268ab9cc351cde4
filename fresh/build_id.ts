const SCRIPTS_PREFIX = "/_fresh/js/";

/**
 * The id of the running build: a hash of everything it serves.
 *
 * In the browser it comes from the URL of this module, so that the scripts need not
 * contain a hash of themselves. On the server it is set by the snapshot.
 */
export let BUILD_ID = import.meta.url.split(SCRIPTS_PREFIX)[1]?.split("/")[0] ??
  "";

/** Sets {@linkcode BUILD_ID} on the server. */
export function setBuildId(id: string): void {
  BUILD_ID = id;
}

/** The URL path under which the scripts of a build are served. */
export function scriptsPath(buildId: string): string {
  return `${SCRIPTS_PREFIX}${buildId}/`;
}
