import assert from "node:assert/strict";
import { invitation, type Running, welcome } from "@/server/welcome.ts";

const PLAIN: Running = {
  here: ["localhost"],
  elsewhere: ["192.0.2.7", "fd00::7"],
  https: false,
  port: 8000,
  publicUrl: null,
  proxies: 0,
  ownCertificate: false,
};
const SECURE: Running = { ...PLAIN, https: true, ownCertificate: true };
const PUBLIC = "https://stream.example.com";

/** The lines below each heading. */
function sections(running: Running): Record<string, string[]> {
  const blocks = welcome(running).split("\n\n").map((block) => block.split("\n"));
  return Object.fromEntries(
    blocks.map(([heading, ...lines]) => [heading, lines.map((line) => line.trim())]),
  );
}

Deno.test("welcome() over plain HTTP: this machine can broadcast, others watch, and why", () => {
  assert.deepEqual(sections(PLAIN), {
    "Tuila 推拉 is running.": [],
    "On this machine:": [
      "Go live   http://localhost:8000/broadcast",
      "Watch     http://localhost:8000/watch",
    ],
    "On other devices, watch only (browsers allow the camera only over HTTPS; start with --https):":
      ["Watch     http://192.0.2.7:8000/watch", "Watch     http://[fd00::7]:8000/watch"],
    "Press Ctrl+C to stop.": [],
  });
});

Deno.test("welcome() over HTTPS: everyone can broadcast, and is told of the warning", () => {
  assert.deepEqual(sections(SECURE)["On other devices:"], [
    "Go live   https://192.0.2.7:8000/broadcast",
    "Watch     https://192.0.2.7:8000/watch",
    "Go live   https://[fd00::7]:8000/broadcast",
    "Watch     https://[fd00::7]:8000/watch",
  ]);
  assert.match(welcome(SECURE), /warns once/);
  assert.doesNotMatch(welcome({ ...SECURE, ownCertificate: false }), /warns/);
});

Deno.test("welcome() names the public address, and what it is good for", () => {
  const running = { ...PLAIN, here: ["127.0.0.1"], elsewhere: [], publicUrl: PUBLIC };
  assert.deepEqual(sections(running)["Public address:"], [
    `Go live   ${PUBLIC}/broadcast`,
    `Watch     ${PUBLIC}/watch`,
  ]);
  const plain = welcome({ ...running, publicUrl: "http://stream.example.com" });
  assert.match(plain, /Public address, watch only .*HTTPS/);
  assert.doesNotMatch(plain, /stream\.example\.com\/broadcast/);
});

Deno.test("welcome() warns where links depend on what several proxies tell", () => {
  const warning = /TRUST_PROXY is 2, but PUBLIC_URL is not set/;
  assert.match(welcome({ ...PLAIN, proxies: 2 }), warning);
  assert.doesNotMatch(welcome({ ...PLAIN, proxies: 2, publicUrl: PUBLIC }), warning);
  assert.doesNotMatch(welcome({ ...PLAIN, proxies: 1 }), /TRUST_PROXY/);
});

Deno.test("invitation() is what another device opens first", () => {
  assert.equal(invitation(SECURE), "https://192.0.2.7:8000/broadcast");
  assert.equal(invitation(PLAIN), "http://192.0.2.7:8000/watch");
  assert.equal(invitation({ ...PLAIN, publicUrl: PUBLIC }), `${PUBLIC}/broadcast`);
  assert.equal(invitation({ ...PLAIN, elsewhere: [] }), null);
});
