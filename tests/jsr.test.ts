import assert from "node:assert/strict";
import npm from "../deno.json" with { type: "json" };
import jsr from "../deno.jsr.json" with { type: "json" };

Deno.test("deno.jsr.json is deno.json with Fresh itself in place of fresh/", () => {
  const isFresh = ([name]: [string, string]) => name.startsWith("fresh");
  const others = (imports: Record<string, string>) =>
    Object.entries(imports)
      .filter((entry) => !isFresh(entry) && entry[0] !== "preact-render-to-string");
  assert.deepEqual(others(jsr.imports), others(npm.imports));
  assert.deepEqual(jsr.compilerOptions, npm.compilerOptions);
  const names = (imports: Record<string, string>) =>
    Object.entries(imports).filter(isFresh).map(([name]) => name);
  assert.deepEqual(names(jsr.imports), names(npm.imports));
  for (const [, target] of Object.entries(jsr.imports).filter(isFresh)) {
    assert.match(target, /^jsr:@fresh\/core@\^2\.3\.3/);
  }
});
