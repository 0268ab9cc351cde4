import assert from "node:assert/strict";
import { requestPath } from "@/server/http/request_url.ts";

const PATHS: [url: string | undefined, path: string | null][] = [
  ["/watch?muted", "/watch?muted"],
  ["//watch", "//watch"],
  ["http://example.com/watch?muted", "/watch?muted"],
  ["HTTPS://example.com", "/"],
  ["http://[", null],
  ["*", null],
  ["example.com:443", null],
  ["", null],
  [undefined, null],
];

for (const [url, path] of PATHS) {
  Deno.test(`the path of a request for ${url} is ${path}`, () => {
    assert.equal(requestPath({ url }), path);
  });
}
