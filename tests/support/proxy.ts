/** A TCP proxy between pages and a server that fails on demand, as networks and middleboxes do. */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface Proxy extends AsyncDisposable {
  /** Pages open this instead of the server's own origin. */
  readonly origin: string;
  /** Resets every connection. New ones work. */
  cut(): void;
  /** Keeps every present connection open, but passes no more data. New ones work. */
  mute(): void;
  /** Resets new connections at once, until `resume`. */
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
        // Discard what arrives, so that neither end sees a full TCP window.
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

/** Passes data, ends and resets from each side to the other. */
function join({ page, server }: Pair, closed: () => void): void {
  page.pipe(server);
  server.pipe(page);
  let left = 2;
  for (const [one, other] of [[page, server], [server, page]]) {
    one.on("close", (failed: boolean) => {
      if (failed) other.resetAndDestroy();
      if (--left === 0) closed();
    });
  }
}

function isNetAddress(address: AddressInfo | string | null): address is AddressInfo {
  return address !== null && typeof address !== "string";
}
