import assert from "node:assert/strict";
import { knownHosts } from "@/server/known_hosts.ts";

const NONE = { host: "0.0.0.0", publicUrl: null, allowedOrigins: [] };

function names(settings: Partial<Parameters<typeof knownHosts>[0]>, hostname = "_"): string[] {
  return [...knownHosts({ ...NONE, ...settings }, hostname)].filter((name) => name !== "0.0.0.0");
}

Deno.test("knownHosts() has the names of PUBLIC_URL, ALLOWED_ORIGINS and HOST, without ports", () => {
  assert.deepEqual(names({}), []);
  assert.deepEqual(names({ publicUrl: "https://stream.example:8443" }), ["stream.example"]);
  const allowedOrigins = ["https://a.example.", "http://b.example:8080"];
  assert.deepEqual(names({ allowedOrigins }), ["a.example", "b.example"]);
  assert.deepEqual(names({ host: "Desk.lan" }), ["desk.lan"]);
});

Deno.test("knownHosts() has the names of the machine", () => {
  assert.deepEqual(names({}, "Desk"), ["desk", "desk.local"]);
  assert.deepEqual(names({}, "vps.example.com"), ["vps.example.com", "vps", "vps.local"]);
  assert.deepEqual(names({}, "not a name"), []);
});
