/** Passes what `node:http` receives to the app, which takes and returns what `Deno.serve` does. */
import type { Buffer } from "node:buffer";
import { type IncomingMessage, type RequestListener, STATUS_CODES } from "node:http";
import type { Duplex } from "node:stream";
import { getLogger } from "@logtape/logtape";
import {
  type ClientAddress,
  createHeaders,
  createRequestListener,
} from "@remix-run/node-fetch-server";
import { offerUpgrade, Upgrade } from "@/signaling/server/transports/upgrade.ts";
import { compressed } from "./compression.ts";
import { requestPath, requestUrl } from "./request_url.ts";

const log = getLogger(["tuila", "http"]);

export type AppHandler = (
  request: Request,
  info: Deno.ServeHandlerInfo<Deno.NetAddr>,
) => Response | Promise<Response>;

/** Handles requests. */
export function requestListener(app: AppHandler): RequestListener {
  const listener = createRequestListener(
    async (request: Request, client: ClientAddress) =>
      await compressed(request, await app(request, infoOf(client))),
    {
      onError(error) {
        log.error("A request failed: {error}", { error });
        return new Response("Internal Server Error", { status: 500 });
      },
    },
  );
  return (request, response) => {
    if (requestUrl(request) === null) {
      return void response.writeHead(400, { connection: "close" }).end();
    }
    request.url = requestPath(request) ?? "/";
    listener(request, response);
  };
}

/** Handles requests with an `Upgrade` header. */
export function upgradeListener(app: AppHandler) {
  return (request: IncomingMessage, socket: Duplex, head: Buffer): void => {
    socket.on("error", () => socket.destroy()); // the peer has gone
    answerUpgrade(app, request, socket, head).catch((error) => {
      log.error("An upgrade failed: {error}", { error });
      socket.destroy();
    });
  };
}

async function answerUpgrade(
  app: AppHandler,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const url = requestUrl(request);
  if (url === null || request.method !== "GET") {
    return await refuse(socket, new Response(null, { status: 400 }));
  }
  const { remoteAddress = "", remotePort = 0 } = request.socket;
  const info = infoOf({ address: remoteAddress, port: remotePort });
  const upgrade = new Upgrade(request, socket, head);
  offerUpgrade(info, upgrade);
  const response = await app(new Request(url, { headers: createHeaders(request) }), info);
  if (!upgrade.isAccepted) await refuse(socket, response);
}

/** Answers without an upgrade, and closes the connection, whose parser has gone. */
async function refuse(socket: Duplex, response: Response): Promise<void> {
  const { status, headers } = response;
  const body = await response.bytes();
  headers.set("connection", "close");
  headers.set("content-length", String(body.length));
  const lines = [`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}`];
  for (const [name, value] of headers) lines.push(`${name}: ${value}`);
  socket.write(`${lines.join("\r\n")}\r\n\r\n`);
  socket.end(body, () => socket.destroy());
}

function infoOf({ address, port }: Pick<ClientAddress, "address" | "port">) {
  const remoteAddr = { transport: "tcp", hostname: address, port } as const;
  return { remoteAddr, completed: Promise.resolve() };
}
