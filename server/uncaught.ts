import { getLogger } from "@logtape/logtape";

const log = getLogger(["tuila", "uncaught"]);

/**
 * Logs errors and rejections that nothing handles. They would end the process and every stream with it, for what may
 * concern one connection.
 */
export function surviveUncaught(): void {
  globalThis.addEventListener("error", (event) => {
    event.preventDefault();
    log.error("An error that nothing handles: {error}", { error: event.error });
  });
  globalThis.addEventListener("unhandledrejection", (event) => {
    event.preventDefault();
    log.error("A rejection that nothing handles: {error}", { error: event.reason });
  });
  // Comes when nothing keeps the process running. With exit code 0 the launcher would take it for the user's wish.
  globalThis.addEventListener("beforeunload", () => {
    log.error("The server does not listen any more, and ends.");
    Deno.exit(1);
  });
}
