import { originAllowed } from "@/signaling/access.ts";
import { SUBPROTOCOL } from "@/signaling/protocol.ts";
import { serveSocket } from "@/signaling/server_socket.ts";
import { define } from "@/utils.ts";

/**
 * Deno ends a socket that is idle for so long (in seconds), by 1001, as a browser ends that of a page that goes away. The
 * hub's own heartbeat is sooner, so only sockets that it has given up are left for this to clear away.
 */
const IDLE_TIMEOUT = 60;

export const handler = define.handlers({
  GET(ctx) {
    const { headers } = ctx.req;
    const { hub, allowedOrigins, origin } = ctx.state;
    if (headers.get("upgrade")?.toLowerCase() !== "websocket") {
      const upgrade = { upgrade: "websocket" };
      return ctx.text("This address speaks WebSocket only.", { status: 426, headers: upgrade });
    }
    // Cookies or not, a page of another site has no business here, and `csrf()` does not see upgrades.
    if (!originAllowed(headers.get("origin"), new URL(origin).host, allowedOrigins)) {
      return ctx.text("Pages of this origin may not connect here. See ALLOWED_ORIGINS.", {
        status: 403,
      });
    }
    const protocols = headers.get("sec-websocket-protocol")?.split(",").map((name) => name.trim());
    if (!protocols?.includes(SUBPROTOCOL)) {
      return ctx.text(`This server speaks the sub-protocol ${SUBPROTOCOL}.`, { status: 400 });
    }
    if (hub.isFull) return ctx.text("This server is full. Try again later.", { status: 503 });
    const { socket, response } = ctx.upgrade({ protocol: SUBPROTOCOL, idleTimeout: IDLE_TIMEOUT });
    serveSocket(hub, socket);
    return response;
  },
});
