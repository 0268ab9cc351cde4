import assert from "node:assert/strict";
import { embedCode } from "@/components/studio/embed_code.ts";

Deno.test("embedCode() is a frame of the player, wherever the server is", () => {
  const code = embedCode("https://example.com:8443/watch/harbour", "harbour");
  assert.match(
    code,
    /^<iframe src="https:\/\/example\.com:8443\/embed\/harbour" [^<>]*><\/iframe>$/,
  );
  assert.match(code, / allow="autoplay; fullscreen; picture-in-picture"/);
  assert.match(code, / title="harbour"/);
});

Deno.test("embedCode() writes names of any script as an address", () => {
  const code = embedCode("http://localhost:8000", "厨房");
  const [, src] = /src="([^"]*)"/.exec(code) ?? [];
  assert.equal(new URL(src ?? "").pathname, `/embed/${encodeURIComponent("厨房")}`);
});
