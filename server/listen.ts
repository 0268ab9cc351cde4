/** Listens, over HTTP or HTTPS, or says in one sentence why it cannot. */
import type { AppHandler } from "./http/app_listeners.ts";
import { HttpServer, type ListenOptions } from "./http/http_server.ts";

/** Why the server cannot listen. Its message is one sentence that says what to do. */
export class ListenError extends Error {
  override name = "ListenError";
}

/** @throws ListenError */
export async function listen(options: ListenOptions, app: AppHandler): Promise<HttpServer> {
  try {
    return await HttpServer.listen(options, app);
  } catch (error) {
    const { hostname, port } = options;
    if (error instanceof Error && Reflect.get(error, "code") === "EADDRINUSE") {
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
