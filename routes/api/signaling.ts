import type { Context } from "fresh";
import { originAllowed } from "@/signaling/access.ts";
import { hearAhead, type Told } from "@/signaling/hear_ahead.ts";
import { ERRORS, LIMITS, SUBPROTOCOL } from "@/signaling/protocol.ts";
import { serveSocket } from "@/signaling/server_socket.ts";
import { define, type State } from "@/utils.ts";

const STATUS: Readonly<Record<Told["as"], number>> = {
  welcome: 200,
  "bad-input": 400,
  refused: 503,
};

/** Who has no business here, or comes to a server that is full, is told so. */
function refuse(ctx: Context<State>): Response | null {
  const { hub, allowedOrigins, origin } = ctx.state;
  // Cookies or not, a page of another site has no business here, and `csrf()` does not see upgrades.
  if (!originAllowed(ctx.req.headers.get("origin"), new URL(origin).host, allowedOrigins)) {
    return ctx.text("Pages from this origin are not allowed to connect. See ALLOWED_ORIGINS.", {
      status: 403,
    });
  }
  return hub.isFull ? ctx.text("This server is full. Try again later.", { status: 503 }) : null;
}

export const handler = define.handlers({
  GET(ctx) {
    const { headers } = ctx.req;
    if (headers.get("upgrade")?.toLowerCase() !== "websocket") {
      const upgrade = { upgrade: "websocket" };
      return ctx.text("This address accepts WebSocket connections only.", {
        status: 426,
        headers: upgrade,
      });
    }
    const refused = refuse(ctx);
    if (refused !== null) return refused;
    const protocols = headers.get("sec-websocket-protocol")?.split(",").map((name) => name.trim());
    if (!protocols?.includes(SUBPROTOCOL)) {
      return ctx.text(`Use the WebSocket subprotocol ${SUBPROTOCOL}.`, { status: 400 });
    }
    // The hub's own heartbeat is sooner than Deno's, which sets a timer with each message and ends only open sockets.
    const { socket, response } = ctx.upgrade({ protocol: SUBPROTOCOL, idleTimeout: 0 });
    serveSocket(ctx.state.hub, socket);
    return response;
  },

  async POST(ctx) {
    const refused = refuse(ctx);
    if (refused !== null) return refused;
    // Asked for ahead, so that nothing is read that would not be taken.
    const length = Number(ctx.req.headers.get("content-length") ?? NaN);
    if (Number.isNaN(length)) return ctx.text("Send a Content-Length header.", { status: 411 });
    if (length > LIMITS.messageBytes) return ctx.text(ERRORS["message-too-large"], { status: 413 });
    const hello = await ctx.req.text().catch(() => null);
    if (hello === null) return new Response(null, { status: 400 }); // its page has gone: nobody reads this
    const { as, messages } = await hearAhead(ctx.state.hub, hello);
    const headers = { "content-type": "application/json", "cache-control": "no-store" };
    return new Response(`[${messages.join()}]`, { status: STATUS[as], headers });
  },
});
