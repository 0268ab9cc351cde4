import assert from "node:assert/strict";
import fc from "fast-check";
import { askedOrigin } from "@/middleware/asked_origin.ts";

const URL_ = new URL("http://inside:8000/watch?x=1");
const NOBODY = { proxies: 0, publicUrl: null };

function asked(headers: Record<string, string>, between: Partial<typeof NOBODY> = {}, url = URL_) {
  return askedOrigin(url, new Headers(headers), { ...NOBODY, ...between });
}

const FORWARDED = { "x-forwarded-proto": "https", "x-forwarded-host": "stream.example.com" };

Deno.test("askedOrigin() believes no header unless it is told to", () => {
  assert.equal(asked(FORWARDED), "http://inside:8000");
  assert.equal(asked(FORWARDED, { proxies: 1 }), "https://stream.example.com");
});

Deno.test("askedOrigin() takes what a proxy does not say as it arrived", () => {
  assert.equal(asked({ "x-forwarded-proto": "https" }, { proxies: 1 }), "https://inside:8000");
  assert.equal(asked({ "x-forwarded-host": "a.example" }, { proxies: 1 }), "http://a.example");
  assert.equal(asked({}, { proxies: 1 }), "http://inside:8000");
});

Deno.test("askedOrigin() believes as many proxies as it is told, and not what comes from before them", () => {
  const chain = {
    "x-forwarded-proto": "http, https, http",
    "x-forwarded-host": "forged.example, outer.example, inner.example",
  };
  assert.equal(asked(chain, { proxies: 1 }), "http://inner.example");
  assert.equal(asked(chain, { proxies: 2 }), "https://outer.example");
  assert.equal(asked(chain, { proxies: 3 }), "http://forged.example");
});

Deno.test("askedOrigin() believes no header with fewer values than proxies: they may be the client's own", () => {
  assert.equal(asked(FORWARDED, { proxies: 2 }), "http://inside:8000");
  const two = { "x-forwarded-proto": "https, https", "x-forwarded-host": "a.example, b.example" };
  assert.equal(asked(two, { proxies: 3 }), "http://inside:8000");
  const mixed = { "x-forwarded-proto": "https, http", "x-forwarded-host": "forged.example" };
  assert.equal(asked(mixed, { proxies: 2 }), "https://inside:8000");
});

Deno.test("askedOrigin() knows the public one by its host", () => {
  const publicUrl: string | null = "https://inside:8000";
  assert.equal(askedOrigin(URL_, new Headers(), { proxies: 0, publicUrl }), publicUrl);
  const other = new URL("http://192.0.2.7:8000/");
  assert.equal(
    askedOrigin(other, new Headers(), { proxies: 0, publicUrl }),
    "http://192.0.2.7:8000",
  );
});

Deno.test("whatever a header says, askedOrigin() is an origin of HTTP", () => {
  const text = fc.oneof(
    fc.string({ unit: fc.constantFrom(..."ahtps:/,[]@%#?. 0-") }),
    fc.constantFrom("javascript", "file", "https", "a:99999", "a/b", "u:p@a", "::1", "[::1]:80"),
  );
  fc.assert(fc.property(text, text, fc.integer({ min: 0, max: 3 }), (proto, host, proxies) => {
    const origin = asked({ "x-forwarded-proto": proto, "x-forwarded-host": host }, { proxies });
    assert.match(origin, /^https?:\/\/[^/?#@\s]+$/);
    assert.equal(new URL(origin).origin, origin);
  }));
});
