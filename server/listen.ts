/** Listens, over HTTP or HTTPS, or says in one sentence why it cannot. */
import type { Certificate } from "./https/certificate.ts";
import { HttpsServer, type Listening, type ListenOptions } from "./https/https_server.ts";

/** Why the server cannot listen. Its message is one sentence that says what to do. */
export class ListenError extends Error {
  override name = "ListenError";
}

/** @throws ListenError */
export async function listenHttp(
  options: ListenOptions,
  handler: Deno.ServeHandler,
): Promise<Listening> {
  return await attempt(options, () => {
    const server = Deno.serve({ ...options, onListen() {}, automaticCompression: true }, handler);
    return { ...server.addr, shutdown: () => server.shutdown() };
  });
}

/** @throws ListenError */
export async function listenHttps(
  options: ListenOptions,
  certificate: Certificate,
  handler: Deno.ServeHandler,
): Promise<HttpsServer> {
  return await attempt(options, () => HttpsServer.listen(options, certificate, handler));
}

async function attempt<Server>(
  { hostname, port }: ListenOptions,
  listen: () => Server | Promise<Server>,
): Promise<Server> {
  try {
    return await listen();
  } catch (error) {
    if (isTaken(error)) {
      throw new ListenError(
        `Port ${port} is already in use. Choose another one, such as PORT=${
          port < 65_535 ? port + 1 : port - 1
        }`,
      );
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new ListenError(`Cannot listen on HOST ${hostname}, PORT ${port}: ${reason}`);
  }
}

/** Deno throws an error class for it, `node:net` an error with a code. */
function isTaken(error: unknown): boolean {
  return error instanceof Deno.errors.AddrInUse ||
    (error instanceof Error && Reflect.get(error, "code") === "EADDRINUSE");
}
