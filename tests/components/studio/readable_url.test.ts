import assert from "node:assert/strict";
import { readable } from "@/components/studio/readable_url.ts";
import { streamPath } from "@/components/stream_path.ts";

Deno.test("an address is shown with its letters, and is the same address", () => {
  const url = `https://example.com${streamPath("watch", "厨房-1")}`;
  assert.equal(readable(url), "https://example.com/watch/厨房-1");
  assert.equal(new URL(readable(url)).href, url);
  assert.equal(readable("https://example.com/%E5"), "https://example.com/%E5");
  assert.equal(readable("https://example.com/a%2Fb%20"), "https://example.com/a%2Fb ");
});
