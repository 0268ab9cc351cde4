/** Other servers on this machine: a site that embeds a page in a frame, or a proxy. */

export interface OtherSite extends AsyncDisposable {
  /** At `localhost`, a different origin from `127.0.0.1`. */
  readonly origin: string;
}

type Answer = (request: Request) => Response | Promise<Response>;

export function openOtherSite(answer: Answer): OtherSite {
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen() {} }, answer);
  return {
    origin: `http://localhost:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

/** A page that embeds that address in a frame. */
export function framePage(src: string, attributes = ""): string {
  return `<!doctype html><title>Elsewhere</title><iframe width="480" height="270" allow="autoplay; fullscreen; picture-in-picture" ${attributes} src="${src}"></iframe>`;
}

export function htmlPage(html: string, headers: Record<string, string> = {}): Response {
  return new Response(html, { headers: { "content-type": "text/html", ...headers } });
}

/** Forwards a request to that server. */
export function forward(to: string, { method, headers }: Request): Promise<Response> {
  const forwarded = new Headers(headers);
  forwarded.delete("host");
  forwarded.set("accept-encoding", "identity"); // `fetch` decompresses, but would keep `content-encoding`
  return fetch(to, { method, headers: forwarded, redirect: "manual" });
}
