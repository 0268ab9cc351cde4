import assert from "node:assert/strict";
import { startScript } from "@/webrtc/page_start.ts";

const DIRECT = { servers: [], policy: "all", hasRelay: false } as const;

Deno.test("the page's head asks for its own stream, and nothing in it can end the script", () => {
  const script = startScript("厨房", {
    ...DIRECT,
    servers: [{ urls: ["stun:</script><script>alert(1)"] }],
  });
  assert.match(script, /"stream":"厨房"/);
  assert.doesNotMatch(script, /<\//);
  assert.doesNotThrow(() => new Function(script), "it is whole");
});

Deno.test("where relays are told first, or no direct path may be taken, only the socket is opened ahead", () => {
  const offers = /"iceTransportPolicy":/;
  assert.match(startScript("live", DIRECT), offers);
  assert.doesNotMatch(startScript("live", { ...DIRECT, hasRelay: true }), offers);
  assert.doesNotMatch(startScript("live", { ...DIRECT, policy: "relay" }), offers);
});
