/** Requests with headers that `fetch` and `WebSocket` do not let a caller set, such as `Host` and `Origin`. */
import { request } from "node:http";

export interface RawResponse {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** Empty after an upgrade. */
  readonly text: string;
}

/** Those of a request for a WebSocket. */
export const UPGRADE = {
  connection: "upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
};

export function rawRequest(
  url: string,
  headers: Record<string, string>,
  method = "GET",
): Promise<RawResponse> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { method, headers });
    asked.on("upgrade", ({ statusCode, headers }, socket) => {
      socket.destroy();
      resolve({ status: statusCode, headers, text: "" });
    });
    asked.on("response", (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (more: string) => text += more);
      response.on(
        "end",
        () => resolve({ status: response.statusCode, headers: response.headers, text }),
      );
    });
    asked.on("error", reject);
    asked.end();
  });
}
