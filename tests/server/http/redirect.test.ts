import assert from "node:assert/strict";
import fc from "fast-check";
import { redirectToHttps } from "@/server/http/redirect.ts";

Deno.test("redirectToHttps() keeps host and path", () => {
  const answer = redirectToHttps("GET /watch/%E7?x=1 HTTP/1.1\r\nA: b\r\nHost: [::1]:8000\r\n\r\n");
  assert.match(answer, /^HTTP\/1\.1 307 /);
  assert.match(answer, /\r\nLocation: https:\/\/\[::1\]:8000\/watch\/%E7\?x=1\r\n/);
});

Deno.test("redirectToHttps() answers 400 to what is no request for a page of a host", () => {
  for (
    const head of [
      "",
      "SSH-2.0-OpenSSH\r\n",
      "GET / HTTP/1.1\r\n\r\n",
      "GET //a b HTTP/1.1\r\nHost: a\r\n\r\n",
      "GET / HTTP/1.1\r\nHost: a/b\r\n\r\n",
      "GET http://foe.example/ HTTP/1.1\r\nHost: a\r\n\r\n",
    ]
  ) assert.match(redirectToHttps(head), /^HTTP\/1\.1 400 /, head);
});

Deno.test("whatever is asked, redirectToHttps() is one answer with its own headers alone", () => {
  const text = fc.string({ unit: fc.constantFrom(..."Ga /:\r\n[]") });
  fc.assert(fc.property(text, text, (path, host) => {
    const answer = redirectToHttps(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
    const names = answer.trimEnd().split("\r\n").slice(1).map((line) => line.split(":")[0]);
    const own = ["Connection", "Content-Length"];
    assert.deepEqual(names, answer.includes("307") ? ["Location", ...own] : own);
    assert.equal(answer.split("\r\n\r\n").length, 2);
  }));
});
