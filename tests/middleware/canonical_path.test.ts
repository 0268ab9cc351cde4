import assert from "node:assert/strict";
import { canonicalPath } from "@/middleware/canonical_path.ts";

const NFD = encodeURIComponent("café".normalize("NFD"));
const NFC = encodeURIComponent("café".normalize("NFC"));

const LEADS: Record<string, string | null> = {
  "/watch/harbour": null,
  "/watch": null,
  "/": null,
  "/watch/%68arbour": null,
  [`/watch/${NFC}`]: null,
  "/watch/harbour/": "/watch/harbour",
  "/watch/": "/watch",
  "/check/": "/check",
  "//watch//harbour//": "/watch/harbour",
  "/watch/%20harbour%20": "/watch/harbour",
  "/watch/%E3%80%80harbour": "/watch/harbour", // an ideographic space
  "/%20watch/harbour%0A": "/watch/harbour",
  "/Watch/Harbour": "/watch/Harbour",
  "/BROADCAST/harbour": "/broadcast/harbour",
  "/Embed": "/embed",
  "/Check": "/check",
  [`/watch/${NFD}`]: `/watch/${NFC}`,
  // Nothing of ours is meant.
  "/watch/har%20bour": null,
  "/watch/harbour/more": null,
  "/watch/%FF": null,
  "/watch/%zz": null,
  "/check/harbour": null,
  "/no-such-page/": null,
  "/api/streams/": null,
  // Never to another server.
  "//evil.example": null,
  "//evil.example/watch/": null,
  "/%2F%2Fevil.example/": null,
  "/watch/%2F%2Fevil.example/": null,
  "/\\evil.example/": null,
  "/%5Cevil.example/": null,
};

for (const [asked, leads] of Object.entries(LEADS)) {
  Deno.test(`canonicalPath() of ${asked} is ${leads}`, () => {
    assert.equal(canonicalPath(asked), leads);
    if (leads !== null) assert.equal(canonicalPath(leads), null, "once is enough");
  });
}
