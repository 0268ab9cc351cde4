/** Where the settings are written down once more: the permissions to read them, and the README. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { SETTINGS } from "@/server/settings.ts";

const ROOT = new URL("../../", import.meta.url);
const settings = Object.values(SETTINGS);
/** What `ws` reads when it is loaded. */
const READ_BY_PACKAGES = ["WS_NO_BUFFER_UTIL", "WS_NO_UTF_8_VALIDATE"];
const read = (file: string) => readFileSync(new URL(file, ROOT), "utf8");

Deno.test("the server may read the variables of its settings and of its packages, and no others", () => {
  const variables = [...settings.map(({ variable }) => variable), ...READ_BY_PACKAGES].sort();
  const permitted = (file: string) =>
    [...read(file).matchAll(/--allow-env(?:=(\S*))?/g)].map(([, list]) =>
      (list ?? "any").split(",").sort()
    );
  assert.deepEqual(permitted("deno.json"), [variables, variables], "dev and serve");
  for (const list of permitted("deno.jsr.json")) assert.deepEqual(list, variables);
});

Deno.test("the README lists every setting with its default and its meaning", () => {
  const [table] = /\| variable +\| default[^]*?\n\n/.exec(read("README.md")) ?? [""];
  const rows = table.trim().split("\n").slice(2).map((row) =>
    row.slice(1, -1).split("|").map((cell) => cell.trim())
  );
  const code = (text: string) => text === "" ? "" : `\`${text}\``;
  assert.deepEqual(
    rows,
    settings.map(({ variable, byDefault, meaning }) => [
      code(variable),
      code(byDefault),
      meaning,
    ]),
  );
});

Deno.test("each setting has a variable of its own, a meaning, and a default that it takes", () => {
  assert.equal(new Set(settings.map(({ variable }) => variable)).size, settings.length);
  for (const { variable, byDefault, meaning, parse } of settings) {
    assert.match(variable, /^[A-Z_]+$/);
    assert.match(meaning, /\S/, variable);
    assert.doesNotThrow(() => parse(byDefault), variable);
  }
});
