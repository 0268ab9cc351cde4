/** Other servers on this machine: somebody's page with a frame, somebody's proxy. */

export interface OtherSite extends AsyncDisposable {
  /** At `localhost`, which is another origin than `127.0.0.1`. */
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

/** A page with a frame of that address. */
export function framePage(src: string, attributes = ""): string {
  return `<!doctype html><title>Elsewhere</title><iframe width="480" height="270" allow="autoplay; fullscreen; picture-in-picture" ${attributes} src="${src}"></iframe>`;
}

export function htmlPage(html: string, headers: Record<string, string> = {}): Response {
  return new Response(html, { headers: { "content-type": "text/html", ...headers } });
}

/** Hands requests on to that server, and its answers back. */
export function forward(to: string, { method, headers }: Request): Promise<Response> {
  const asked = new Headers(headers);
  asked.delete("host");
  asked.set("accept-encoding", "identity"); // else what is unpacked here would be said to be packed
  return fetch(to, { method, headers: asked, redirect: "manual" });
}
