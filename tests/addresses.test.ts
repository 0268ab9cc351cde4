import assert from "node:assert/strict";
import { addresses, type InterfaceAddress, welcome } from "@/addresses.ts";

const MACHINE: InterfaceAddress[] = [
  { family: "IPv4", address: "127.0.0.1" },
  { family: "IPv6", address: "::1" },
  { family: "IPv4", address: "192.0.2.7" },
  { family: "IPv4", address: "169.254.3.4" },
  { family: "IPv6", address: "fe80::1" },
];

Deno.test("addresses() of any address: this machine by name, the others by number", () => {
  const expected = { here: ["http://localhost:8000"], elsewhere: ["http://192.0.2.7:8000"] };
  assert.deepEqual(addresses("0.0.0.0", 8000, MACHINE), expected);
  assert.deepEqual(addresses("::", 8000, MACHINE), expected);
});

Deno.test("addresses() of one address: that and no other", () => {
  assert.deepEqual(addresses("127.0.0.1", 80, MACHINE).here, ["http://127.0.0.1:80"]);
  assert.deepEqual(addresses("::1", 80, MACHINE).here, ["http://[::1]:80"]);
  assert.deepEqual(addresses("192.0.2.7", 80, MACHINE), {
    here: [],
    elsewhere: ["http://192.0.2.7:80"],
  });
});

Deno.test("welcome() says where to broadcast and where to watch", () => {
  const text = welcome(addresses("0.0.0.0", 8000, MACHINE));
  assert.match(text, /Broadcast +http:\/\/localhost:8000\/broadcast\n/);
  assert.match(text, /Watch +http:\/\/localhost:8000\/watch\n/);
  assert.match(text, /Watch +http:\/\/192\.0\.2\.7:8000\/watch\n/);
});
