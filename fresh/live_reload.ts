/** The path of the socket over which a page notices that the server was restarted. */
const ALIVE_PATH = "/_frsh/alive";

/**
 * Reloads the page when the server was restarted: on a change, `deno run --watch` starts the process again, which
 * then sends another revision over the page's socket.
 */
export const LIVE_RELOAD_SCRIPT = `
let revision;
const connect = () => {
  const socket = new WebSocket(location.origin.replace("http", "ws") + "${ALIVE_PATH}");
  socket.onmessage = ({ data }) => {
    if (revision !== undefined && revision !== data) location.reload();
    revision = data;
  };
  socket.onclose = () => setTimeout(connect, 300);
};
connect();
`;

const revision = crypto.randomUUID();

/** Answers the socket of {@linkcode LIVE_RELOAD_SCRIPT}; `null` for any other request. */
export function answerLiveReload(request: Request): Response | null {
  if (new URL(request.url).pathname !== ALIVE_PATH) return null;
  if (request.headers.get("upgrade") !== "websocket") {
    return new Response(null, { status: 501 });
  }
  const { socket, response } = Deno.upgradeWebSocket(request);
  socket.addEventListener("open", () => socket.send(revision));
  return response;
}
