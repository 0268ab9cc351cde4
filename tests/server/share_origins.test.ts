import assert from "node:assert/strict";
import { sharedAt, type Whereabouts } from "@/server/share_origins.ts";

const MACHINE: Whereabouts = {
  publicUrl: null,
  listens: { https: false, port: 8000 },
  hosts: () => ({ here: ["localhost"], elsewhere: ["192.0.2.7", "2001:db8::7"] }),
};
const HERE = "http://localhost:9000"; // as through a tunnel
const ABROAD = "https://stream.example.com";

Deno.test("PUBLIC_URL comes before all else", () => {
  const machine = { ...MACHINE, publicUrl: ABROAD };
  for (const asked of [HERE, "http://192.0.2.7:8000"]) {
    assert.deepEqual(sharedAt(asked, machine), { origins: [ABROAD], alone: null });
  }
});

Deno.test("the origin that the studio was opened at, where others mean the same by it", () => {
  assert.deepEqual(sharedAt(ABROAD, MACHINE), { origins: [ABROAD], alone: null });
});

Deno.test("opened at what each machine is to itself: the addresses, at the port and scheme that are listened on", () => {
  for (const asked of [HERE, "http://127.0.0.1:8000", "http://[::1]:8000"]) {
    assert.deepEqual(sharedAt(asked, MACHINE), {
      origins: ["http://192.0.2.7:8000", "http://[2001:db8::7]:8000"],
      alone: null,
    });
  }
  const secure = { ...MACHINE, listens: { https: true, port: 443 } };
  assert.equal(sharedAt("https://localhost", secure).origins[0], "https://192.0.2.7");
});

Deno.test("without an address it says what is missing", () => {
  const offline = { ...MACHINE, hosts: () => ({ here: ["localhost"], elsewhere: [] }) };
  assert.deepEqual(sharedAt(HERE, offline), { origins: [HERE], alone: "network" });
  for (const host of ["127.0.0.1", "::1"]) {
    const closed = { ...MACHINE, hosts: () => ({ here: [host], elsewhere: [] }) };
    assert.deepEqual(sharedAt(HERE, closed), { origins: [HERE], alone: "host" });
  }
});
