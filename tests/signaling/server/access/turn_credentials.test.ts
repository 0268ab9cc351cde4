import assert from "node:assert/strict";
import fc from "fast-check";
import {
  iceScheme,
  TurnCredentials,
  turnServer,
} from "@/signaling/server/access/turn_credentials.ts";

Deno.test("turnServer() returns the credentials that coturn's use-auth-secret expects", () => {
  // Checked against: echo -n "1700000600:p1" | openssl dgst -sha1 -hmac north-sea -binary | base64
  const server = turnServer(
    { urls: ["turn:turn.example.com"], secret: "north-sea", lifetime: 600_000 },
    "p1",
    1_700_000_000_000,
  );
  assert.deepEqual(server, {
    urls: ["turn:turn.example.com"],
    username: "1700000600:p1",
    credential: "k+rK7TD7nEcVpp1YyjJWfRs/rBs=",
  });
});

Deno.test("turnServer() gives each peer its own credentials, which expire", () => {
  const turn = { urls: ["turn:t"], secret: "north-sea", lifetime: 600_000 };
  const all = [
    turnServer(turn, "a", 0),
    turnServer(turn, "b", 0),
    turnServer(turn, "a", 60_000),
    turnServer({ ...turn, secret: "south-sea" }, "a", 0),
    turnServer({ ...turn, lifetime: 20_000 }, "a", 0),
  ].map(({ credential }) => credential);
  assert.equal(new Set(all).size, all.length);
  assert.equal(new TurnCredentials(turn, () => 0).renewedAfter, 480_000);
});

Deno.test("iceScheme() knows STUN and TURN URLs, and nothing else", () => {
  for (
    const url of ["stun:stun.example.com", "stun:stun.example.com:3478", "stuns:a.b:443", "STUN:x"]
  ) {
    assert.equal(iceScheme(url), "stun", url);
  }
  for (
    const url of [
      "turn:192.0.2.1",
      "turn:[2001:db8::1]:3478?transport=udp",
      "turns:turn.example.com:443?transport=tcp",
    ]
  ) {
    assert.equal(iceScheme(url), "turn", url);
  }
  for (
    const url of [
      "",
      "stun:",
      "stun.example.com",
      "stun://stun.example.com",
      "http://stun.example.com",
      "stun:stun.example.com:0",
      "stun:stun.example.com:65536",
      "stun:stun.example.com?transport=udp",
      "turn:turn.example.com?transport=sctp",
      "turn:user@turn.example.com",
      "turn:turn.example.com:3478/path",
      "turn:-a.example.com",
      "turn:a..b",
      "turn:[2001:db8::1",
      "turn:[::zz]",
      "turn:a b",
      `turn:${"a".repeat(600)}`,
    ]
  ) {
    assert.equal(iceScheme(url), undefined, url);
  }
});

Deno.test("iceScheme() never throws", () => {
  fc.assert(fc.property(fc.string(), fc.constantFrom("stun:", "turns:", ""), (text, scheme) => {
    iceScheme(scheme + text);
  }));
});
