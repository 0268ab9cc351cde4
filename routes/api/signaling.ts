import { originAllowed } from "@/signaling/access.ts";
import { SUBPROTOCOL } from "@/signaling/protocol.ts";
import { serveSocket } from "@/signaling/server_socket.ts";
import { define } from "@/utils.ts";

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
    // The hub's own heartbeat is sooner than Deno's, which sets a timer with each message and ends only open sockets.
    const { socket, response } = ctx.upgrade({ protocol: SUBPROTOCOL, idleTimeout: 0 });
    serveSocket(hub, socket);
    return response;
  },
});
