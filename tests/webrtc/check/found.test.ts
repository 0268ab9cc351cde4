import assert from "node:assert/strict";
import { foundIn, grouped } from "@/webrtc/check/found.ts";

const HOST = { kind: "host", protocol: "udp", family: "IPv4" } as const;

Deno.test("foundIn() tells a candidate by all but its address", () => {
  assert.deepEqual(foundIn({ type: "host", protocol: "udp", address: "192.0.2.1" }), HOST);
  assert.deepEqual(foundIn({ type: "relay", protocol: "udp", address: "2001:db8::1" }), {
    kind: "relay",
    protocol: "udp",
    family: "IPv6",
  });
  assert.deepEqual(foundIn({ type: "host", protocol: "tcp", address: "7f2c-8e.local" }), {
    kind: "host",
    protocol: "tcp",
    family: "hidden",
  });
  assert.equal(foundIn({ type: "srflx", protocol: "udp", address: null })?.family, "hidden");
  for (const type of ["prflx", null] as const) {
    assert.equal(foundIn({ type, protocol: "udp", address: "192.0.2.1" }), undefined);
  }
});

Deno.test("grouped() counts each sort: nearest kinds and UDP first", () => {
  const relay = { kind: "relay", protocol: "udp", family: "IPv4" } as const;
  const tcp = { ...HOST, protocol: "tcp" } as const;
  const six = { ...HOST, family: "IPv6" } as const;
  assert.deepEqual(grouped([relay, tcp, six, HOST, tcp]), [
    { ...HOST, count: 1 },
    { ...six, count: 1 },
    { ...tcp, count: 2 },
    { ...relay, count: 1 },
  ]);
  assert.deepEqual(grouped([]), []);
});
