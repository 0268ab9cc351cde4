/** A socket of the load. */
import * as v from "valibot";

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
  const url = origin.replace("http", "ws") + path;
  // Deno's own form of the constructor, which the browsers' types do not know: a page would name its origin by itself.
  const options = { protocols, headers: { origin } };
  const socket = v.parse(v.instance(WebSocket), Reflect.construct(WebSocket, [url, options]));
  const { promise, resolve, reject } = Promise.withResolvers<WebSocket>();
  socket.onmessage = ({ data }: MessageEvent<unknown>) => {
    if (typeof data === "string") received(data);
  };
  socket.onopen = () => resolve(socket);
  socket.onclose = ({ code }) => {
    reject(new Error(`a socket was closed with ${code}`)); // of one that was open, nobody hears
  };
  return promise;
}
