/** WebSockets of the load. */
import * as v from "valibot";

const lost = Promise.withResolvers<never>();
lost.promise.catch(() => {}); // callers that await it handle the rejection

/** Rejects once an open socket closes, because measurements after that do not count. */
export const noneLost: Promise<never> = lost.promise;

/**
 * @param received called with every text message
 * @throws if it does not open
 */
export function openSocket(
  origin: string,
  path: string,
  received: (text: string) => void,
  protocols: string[] = [],
): Promise<WebSocket> {
  const socket = newSocket(origin, path, protocols);
  const { promise, resolve, reject } = Promise.withResolvers<WebSocket>();
  socket.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === "string") received(data);
  };
  socket.onopen = () => {
    const lose = (why: string) => lost.reject(new Error(`an open socket was closed: ${why}`));
    socket.onerror = (event) => lose(event instanceof ErrorEvent ? event.message : event.type);
    socket.onclose = ({ code, reason }) => lose(`${code} ${reason}`);
    resolve(socket);
  };
  socket.onclose = ({ code }) => reject(new Error(`a socket was closed with ${code}`));
  return promise;
}

/** Creates a socket with the `Origin` header of a page of that origin. */
export function newSocket(origin: string, path: string, protocols: string[]): WebSocket {
  const url = origin.replace("http", "ws") + path;
  // The `headers` option is Deno's own and not in the browsers' types. Browsers send the origin by themselves.
  const options = { protocols, headers: { origin } };
  return v.parse(v.instance(WebSocket), Reflect.construct(WebSocket, [url, options]));
}
