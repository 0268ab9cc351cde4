/** A forwarder between pages and a server that fails on demand, as the network and its middle boxes do. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface Proxy extends AsyncDisposable {
  /** What a page opens in place of the server's own origin. */
  readonly origin: string;
  /** Cuts every connection with a reset. New ones are served. */
  cut(): void;
  /** Keeps every present connection open, and lets nothing through any more. New ones are served. */
  mute(): void;
  /** From now on new connections are reset at once, until `resume`. */
  refuse(): void;
  resume(): void;
}

interface Pair {
  readonly page: Socket;
  readonly server: Socket;
}

export async function startProxy(target: string): Promise<Proxy> {
  const { hostname, port } = new URL(target);
  const pairs = new Set<Pair>();
  let refusing = false;
  const listener = createServer({ allowHalfOpen: true }, (page) => {
    page.on("error", () => {}); // `close` follows
    if (refusing) return page.resetAndDestroy();
    const server = connect({ host: hostname, port: Number(port), allowHalfOpen: true });
    server.on("error", () => {});
    const pair = { page, server };
    pairs.add(pair);
    join(pair, () => pairs.delete(pair));
  });
  await new Promise<void>((listening) => listener.listen(0, "127.0.0.1", listening));
  const address = listener.address();
  if (!isNetAddress(address)) throw new TypeError("a listener on TCP has a port");
  const cut = () => {
    for (const { page, server } of pairs) {
      page.resetAndDestroy();
      server.resetAndDestroy();
    }
  };
  return {
    origin: `http://127.0.0.1:${address.port}`,
    cut,
    mute() {
      for (const { page, server } of pairs) {
        page.unpipe();
        server.unpipe();
        // Read and forgotten, so that neither end sees a full window.
        page.resume();
        server.resume();
      }
    },
    refuse: () => void (refusing = true),
    resume: () => void (refusing = false),
    async [Symbol.asyncDispose]() {
      refusing = true;
      cut();
      await new Promise<void>((closed) => listener.close(() => closed()));
    },
  };
}

/** What one end says or suffers, the other one does. */
function join({ page, server }: Pair, gone: () => void): void {
  page.pipe(server);
  server.pipe(page);
  let left = 2;
  for (const [one, other] of [[page, server], [server, page]]) {
    one.on("close", (failed: boolean) => {
      if (failed) other.resetAndDestroy();
      if (--left === 0) gone();
    });
  }
}

function isNetAddress(address: AddressInfo | string | null): address is AddressInfo {
  return address !== null && typeof address !== "string";
}
