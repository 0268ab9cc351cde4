import { HttpError } from "./error.ts";

/** Event handlers of a WebSocket that {@linkcode Context.upgrade} manages. */
export interface WebSocketHandlers {
  /** The connection is open. */
  open?(socket: WebSocket): void;
  /** A message has come. */
  message?(socket: WebSocket, event: MessageEvent): void;
  /** The connection has closed. */
  close?(socket: WebSocket, code: number, reason: string): void;
  /** The connection has failed. */
  error?(socket: WebSocket, event: Event | ErrorEvent): void;
}

/** Options of the upgrade to a WebSocket. */
export interface WebSocketUpgradeOptions {
  /** Close the connection after so many seconds without an answer to a ping. Default: 120. */
  idleTimeout?: number;
  /** The sub-protocol to answer with. It is not negotiated: pass the one that you accept. */
  protocol?: string;
}

/** A socket and the response that must be returned to open it. */
export interface Upgraded {
  socket: WebSocket;
  response: Response;
}

/** Upgrades a request; without handlers, the caller wires the events. */
export function upgrade(
  req: Request,
  handlersOrOptions: WebSocketHandlers | WebSocketUpgradeOptions = {},
  maybeOptions: WebSocketUpgradeOptions = {},
): Upgraded | Response {
  if (req.headers.get("upgrade")?.toLowerCase() !== "websocket") {
    throw new HttpError(400, "Expected a WebSocket upgrade request");
  }
  if (!isHandlers(handlersOrOptions)) {
    return Deno.upgradeWebSocket(req, handlersOrOptions);
  }
  const { socket, response } = Deno.upgradeWebSocket(req, maybeOptions);
  manage(socket, handlersOrOptions);
  return response;
}

/** Distinguishes handlers from options, which contain no functions. `{}` counts as options. */
function isHandlers(
  value: WebSocketHandlers | WebSocketUpgradeOptions,
): value is WebSocketHandlers {
  return ["open", "message", "close", "error"].some((name) =>
    typeof Reflect.get(value, name) === "function"
  );
}

function manage(socket: WebSocket, handlers: WebSocketHandlers): void {
  socket.addEventListener("open", () => handlers.open?.(socket));
  socket.addEventListener("message", (event) => handlers.message?.(socket, event));
  socket.addEventListener("close", ({ code, reason }) => handlers.close?.(socket, code, reason));
  socket.addEventListener("error", (event) => handlers.error?.(socket, event));
}
