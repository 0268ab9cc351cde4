import assert from "node:assert/strict";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { acceptedEncoding, compressed } from "@/server/http/compression.ts";

const TEXT = "A text that is sent to many. ".repeat(100);

const ACCEPTED: [header: string | null, encoding: string | null][] = [
  [null, null],
  ["gzip, deflate, br, zstd", "br"],
  ["gzip;q=0.8, br;q=0", "gzip"],
  ["GZIP", "gzip"],
  ["identity", null],
];

for (const [header, encoding] of ACCEPTED) {
  Deno.test(`acceptedEncoding(${header}) is ${encoding}`, () => {
    assert.equal(acceptedEncoding(header), encoding);
  });
}

async function answer(accept: string, body: string, headers: Record<string, string> = {}) {
  const request = new Request("http://localhost/", { headers: { "accept-encoding": accept } });
  const init = { headers: { "content-type": "text/html; charset=utf-8", ...headers } };
  const response = await compressed(request, new Response(body, init));
  return { headers: response.headers, bytes: await response.bytes() };
}

Deno.test("a text is compressed as the browser accepts it, with its length and what it depends on", async () => {
  const brotli = await answer("gzip, br", TEXT);
  assert.equal(brotliDecompressSync(brotli.bytes).toString(), TEXT);
  assert.equal(brotli.headers.get("content-encoding"), "br");
  assert.equal(brotli.headers.get("content-length"), String(brotli.bytes.length));
  assert.equal(brotli.headers.get("vary"), "accept-encoding");
  const gzip = await answer("gzip", TEXT);
  assert.equal(gunzipSync(gzip.bytes).toString(), TEXT);
});

Deno.test("two files of one entity tag are one; each encoding is its own", async () => {
  const tagged = { etag: 'W/"one"' };
  const [first, second, other] = [
    await answer("br", TEXT, tagged),
    await answer("br", "another text that nobody encodes ".repeat(100), tagged),
    await answer("gzip", TEXT, tagged),
  ];
  assert.deepEqual(second.bytes, first.bytes);
  assert.equal(gunzipSync(other.bytes).toString(), TEXT);
});

Deno.test("what is small, no text, encoded already, or a stream of events goes as it is", async () => {
  for (
    const [body, headers] of [
      ["short", {}],
      [TEXT, { "content-type": "image/png" }],
      [TEXT, { "content-type": "text/event-stream" }],
      [TEXT, { "content-encoding": "identity" }],
    ] as const
  ) {
    const { bytes } = await answer("br, gzip", body, headers);
    assert.equal(new TextDecoder().decode(bytes), body);
  }
});
