import assert from "node:assert/strict";
import { hosts, type InterfaceAddress, originOf } from "@/addresses.ts";

const MACHINE: InterfaceAddress[] = [
  { family: "IPv4", address: "127.0.0.1" },
  { family: "IPv6", address: "::1" },
  { family: "IPv4", address: "192.0.2.7" },
  { family: "IPv4", address: "169.254.3.4" },
  { family: "IPv6", address: "2001:db8::7" },
  { family: "IPv6", address: "fd00::7" },
  { family: "IPv6", address: "fe80::1" },
];

Deno.test("hosts() of any address: this machine by name, the others by number", () => {
  assert.deepEqual(hosts("0.0.0.0", MACHINE), { here: ["localhost"], elsewhere: ["192.0.2.7"] });
  assert.deepEqual(hosts("::", MACHINE), {
    here: ["localhost"],
    elsewhere: ["192.0.2.7", "2001:db8::7", "fd00::7"],
  });
});

Deno.test("hosts() of one address: that and no other", () => {
  assert.deepEqual(hosts("127.0.0.1", MACHINE), { here: ["127.0.0.1"], elsewhere: [] });
  assert.deepEqual(hosts("::1", MACHINE), { here: ["::1"], elsewhere: [] });
  assert.deepEqual(hosts("192.0.2.7", MACHINE), { here: [], elsewhere: ["192.0.2.7"] });
});

Deno.test("originOf() writes IPv6 in brackets, and no port that the scheme implies", () => {
  assert.equal(originOf("::1", { https: false, port: 8000 }), "http://[::1]:8000");
  assert.equal(originOf("192.0.2.7", { https: true, port: 8000 }), "https://192.0.2.7:8000");
  assert.equal(originOf("localhost", { https: true, port: 443 }), "https://localhost");
});
