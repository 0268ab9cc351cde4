import assert from "node:assert/strict";
import fc from "fast-check";
import { isKnownHost, originToSet } from "@/middleware/known_host.ts";

const NAMES = new Set(["stream.example", "xn--fiqs8s.example", "desk"]);

function known(host: string): boolean {
  return isKnownHost(new URL(`http://${host}`).origin, NAMES);
}

Deno.test("isKnownHost() knows addresses, names that are never a stranger's, and the server's own, at any port", () => {
  const hosts = [
    "192.0.2.7",
    "10.0.0.1:8000",
    "0.0.0.0",
    "[::1]:8000",
    "[::ffff:192.0.2.7]",
    "[fe80::1]",
    "localhost",
    "LOCALHOST.:8000",
    "a.b.localhost",
    "kitchen.local:8000",
    "stream.example",
    "Stream.Example.:8443",
    "中国.example",
    "desk:8000",
  ];
  for (const host of hosts) assert.ok(known(host), host);
});

Deno.test("isKnownHost() knows no other name, however much it looks like a known one", () => {
  const hosts = [
    "evil.example",
    "192.0.2.7.evil.example",
    "127.0.0.1.nip.io",
    "localhost.evil.example",
    "evillocalhost",
    "local",
    "evil-local",
    "a.stream.example",
    "stream.example.evil.example",
    "stream.example-evil.example",
    "desk.lan",
    "toString",
  ];
  for (const host of hosts) assert.ok(!known(host), host);
});

Deno.test("isKnownHost() knows no public name that is not in the settings", () => {
  const label = fc.stringMatching(/^[a-z][a-z0-9]{0,9}$/);
  fc.assert(fc.property(fc.array(label, { minLength: 1, maxLength: 5 }), (labels) => {
    assert.ok(!known([...labels, "test"].join(".")));
  }));
});

Deno.test("originToSet() is HTTPS for a name without a port, as tunnels have, and else what was asked for", () => {
  assert.equal(originToSet("http://abc.tunnel.example"), "https://abc.tunnel.example");
  assert.equal(originToSet("https://stream.example"), "https://stream.example");
  assert.equal(originToSet("http://desk.lan:8000"), "http://desk.lan:8000");
});
