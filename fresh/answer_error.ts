import { STATUS_CODES } from "node:http";
import { getLogger } from "@logtape/logtape";
import { HttpError } from "./error.ts";

const logger = getLogger(["fresh"]);

/** Logs an error of the server, but not a client's. */
export function logServerError(error: unknown): void {
  if (error instanceof HttpError && error.status < 500) return;
  logger.error("A request failed: {error}", { error });
}

/** Answers an error without an error route. Reveals nothing about errors other than {@linkcode HttpError}. */
export function answerError(error: unknown): Response {
  logServerError(error);
  if (!(error instanceof HttpError)) {
    return new Response("Internal server error", { status: 500 });
  }
  const { status, message } = error;
  return new Response(message || STATUS_CODES[status], { status });
}
