/** A socket of the load. */
import * as v from "valibot";

const lost = Promise.withResolvers<never>();
lost.promise.catch(() => {}); // who waits for it is told

/** Rejects once a socket that was open is closed: nothing that is measured after that counts. */
export const noneLost: Promise<never> = lost.promise;

/**
 * @param received every text that comes
 * @throws where it does not open
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

/** Begins to open one, as a page of that origin. */
export function newSocket(origin: string, path: string, protocols: string[]): WebSocket {
  const url = origin.replace("http", "ws") + path;
  // Deno's own form of the constructor, which the browsers' types do not know: a page names its origin by itself.
  const options = { protocols, headers: { origin } };
  return v.parse(v.instance(WebSocket), Reflect.construct(WebSocket, [url, options]));
}
