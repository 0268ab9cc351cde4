import assert from "node:assert/strict";
import fc from "fast-check";
import { isIP } from "node:net";
import { peerAddress } from "@/middleware/peer_address.ts";

const OWN = "127.0.0.1";

function address(forwarded: string, proxies: number): string {
  return peerAddress(OWN, new Headers({ "x-forwarded-for": forwarded }), proxies);
}

Deno.test("peerAddress() believes no header unless it is told to", () => {
  assert.equal(address("192.0.2.7", 0), OWN);
  assert.equal(address("192.0.2.7", 1), "192.0.2.7");
  assert.equal(peerAddress(OWN, new Headers(), 1), OWN);
});

Deno.test("peerAddress() takes the entry of the outermost trusted proxy, counted from the right", () => {
  const chain = "203.0.113.9, 192.0.2.7,198.51.100.3";
  assert.equal(address(chain, 1), "198.51.100.3");
  assert.equal(address(chain, 2), "192.0.2.7");
  assert.equal(address(chain, 3), "203.0.113.9");
});

Deno.test("peerAddress() is the socket's own if there are fewer entries than proxies", () => {
  assert.equal(address("203.0.113.9", 2), OWN);
  assert.equal(address("", 1), OWN);
});

Deno.test("peerAddress() takes addresses with a port, and IPv6 in brackets or without", () => {
  assert.equal(address("192.0.2.7:50123", 1), "192.0.2.7");
  assert.equal(address("2001:db8::7", 1), "2001:db8::7");
  assert.equal(address("[2001:db8::7]", 1), "2001:db8::7");
  assert.equal(address("[2001:db8::7]:50123", 1), "2001:db8::7");
});

Deno.test("peerAddress() is the socket's own where the entry is no address", () => {
  const entries = [
    "unknown",
    "_hidden",
    "for=192.0.2.7",
    "192.0.2",
    "999.0.2.7",
    "[192.0.2.7",
    ":1",
  ];
  for (const entry of [...entries, "", " "]) {
    assert.equal(address(`192.0.2.7, ${entry}`, 1), OWN, entry);
  }
});

Deno.test("whatever the header says, peerAddress() is an address", () => {
  const text = fc.string({ unit: fc.constantFrom(..."12.:[]af, %") });
  fc.assert(fc.property(text, fc.integer({ min: 0, max: 3 }), (forwarded, proxies) => {
    assert.notEqual(isIP(address(forwarded, proxies)), 0);
  }));
});
