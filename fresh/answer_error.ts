import { STATUS_CODES } from "node:http";
import { getLogger } from "@logtape/logtape";
import { HttpError } from "./error.ts";

const logger = getLogger(["fresh"]);

/** Logs an error that is the server's own. What a client did wrong is not logged. */
export function logServerError(error: unknown): void {
  if (error instanceof HttpError && error.status < 500) return;
  logger.error("A request failed: {error}", { error });
}

/** Answers what no error route did. Of errors other than {@linkcode HttpError}, it tells nothing. */
export function answerError(error: unknown): Response {
  logServerError(error);
  if (!(error instanceof HttpError)) {
    return new Response("Internal server error", { status: 500 });
  }
  const { status, message } = error;
  return new Response(message || STATUS_CODES[status], { status });
}
