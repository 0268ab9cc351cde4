import { getLogger } from "@logtape/logtape";
import type { Context } from "fresh";
import { originAllowed } from "@/signaling/server/access/access.ts";
import { joinByHttp, type JoinResponse } from "@/signaling/server/transports/http_join.ts";
import { PROTOCOLS_HEADER, SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";
import { type ErrorCode, ERRORS } from "@/signaling/protocol/errors.ts";
import { LIMITS } from "@/signaling/protocol/limits.ts";
import type { ServerMessage } from "@/signaling/protocol/server_messages.ts";
import { logLimit } from "@/common/log_limit.ts";
import { offeredUpgrade } from "@/signaling/server/transports/upgrade.ts";
import { serveSocket, serveWsSocket } from "@/signaling/server/transports/websocket.ts";
import { define, type State } from "@/utils.ts";

const STATUS: Readonly<Record<JoinResponse["as"], number>> = {
  welcome: 200,
  "bad-input": 400,
  refused: 503,
};

const log = getLogger(["tuila", "signaling"]);
const lines = logLimit();

/** Tells the operator: most often a proxy in front of the server passes on another host. */
function logForbidden(origin: string | null, host: string): void {
  if (!lines.take(performance.now())) return;
  log.warn(
    "A page of {page} was refused, because this server was asked for as {host}. If the page is one of its own, set " +
      "PUBLIC_URL to the origin in the browser's address bar, or TRUST_PROXY to the number of proxies in front. If it " +
      "is one of another site that may connect, add its origin to ALLOWED_ORIGINS.",
    {
      page: origin === null
        ? "no origin"
        : (URL.parse(origin)?.origin ?? "no origin").slice(0, 200),
      host,
    },
  );
}

/** The response to a page of another site, or while the server is full or stopping; null: the page may connect. */
function refuse(ctx: Context<State>, hasPass = false): Response | null {
  const { hub, allowedOrigins, origin, address } = ctx.state;
  // Refuse pages of other sites, with or without cookies: `csrf()` does not see upgrades.
  const from = ctx.req.headers.get("origin");
  const { host } = new URL(origin);
  if (!hasPass && !originAllowed(from, host, allowedOrigins)) {
    logForbidden(from, host);
    return ctx.text("Pages from this origin are not allowed to connect. See ALLOWED_ORIGINS.", {
      status: 403,
    });
  }
  if (hub.isStopped) return ctx.text("This server is going down.", { status: 503 });
  if (hub.isFull) return refusal(ctx, "server-full", 503);
  return hub.hasRoomFor(address) ? null : refusal(ctx, "too-many", 429);
}

function refusal(ctx: Context<State>, code: ErrorCode, status: number): Response {
  const error = { type: "error", code, message: ERRORS[code] } satisfies ServerMessage;
  return ctx.json([error], { status, headers: { "cache-control": "no-store" } });
}

/** Tells pages of another version which sub-protocols this server speaks. */
const SPOKEN = { [PROTOCOLS_HEADER]: SUBPROTOCOL };

function refuseProtocol(ctx: Context<State>): Response {
  return ctx.text(`Use the sub-protocol ${SUBPROTOCOL}.`, { status: 400, headers: SPOKEN });
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
    const protocols = (headers.get("sec-websocket-protocol") ?? "").split(",")
      .map((name) => name.trim());
    const hasPass = headers.get("origin") === "null" && !!ctx.state.embedPass?.isIn(protocols);
    const refused = refuse(ctx, hasPass);
    if (refused !== null) return refused;
    if (!protocols.includes(SUBPROTOCOL)) return refuseProtocol(ctx);
    const { hub, address } = ctx.state;
    const options = { address, watchesOnly: hasPass };
    const upgrade = offeredUpgrade(ctx.info);
    if (upgrade !== null) return upgrade.accept((socket) => serveWsSocket(hub, socket, options));
    // The hub has its own heartbeat. Deno's sets a timer with each message and closes only open sockets.
    const { socket, response } = ctx.upgrade({ protocol: SUBPROTOCOL, idleTimeout: 0 });
    serveSocket(hub, socket, options);
    return response;
  },

  async POST(ctx) {
    const refused = refuse(ctx);
    if (refused !== null) return refused;
    // Check the length first, so that a body that is too large is never read.
    const length = Number(ctx.req.headers.get("content-length") ?? NaN);
    if (Number.isNaN(length)) return ctx.text("Send a Content-Length header.", { status: 411 });
    // An empty body only asks whether the page may connect.
    if (length === 0) return new Response(null, { status: 204, headers: SPOKEN });
    if (ctx.url.searchParams.get("protocol") !== SUBPROTOCOL) return refuseProtocol(ctx);
    if (length > LIMITS.messageBytes) return ctx.text(ERRORS["message-too-large"], { status: 413 });
    const hello = await ctx.req.text().catch(() => null);
    if (hello === null) return new Response(null, { status: 400 }); // the page is gone, so nobody reads this
    const { as, messages } = await joinByHttp(ctx.state.hub, hello, ctx.state.address);
    return ctx.json(messages, { status: STATUS[as], headers: { "cache-control": "no-store" } });
  },
});
