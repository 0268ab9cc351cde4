/** What is served, read as the oldest browsers read it that the pages work in. */
import assert from "node:assert/strict";
import { parse } from "acorn";
import { PAGE_WATCHDOG } from "@/components/page_watchdog.ts";
import { type Newer, newerThanFloor } from "./support/floor.ts";
import { startServer } from "./support/server_process.ts";

const STATIC = new URL("../static/", import.meta.url);
const BUILT = new URL("../_fresh/static/", import.meta.url);
const PAGES = ["/", "/watch", "/embed", "/embed?autoplay=0", "/broadcast", "/check"];

/** The files below a folder whose names end like that, by their paths. */
async function* filesIn(
  folder: URL,
  extension: string,
): AsyncIterable<[path: string, text: string]> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const file = new URL(isDirectory ? `${name}/` : name, folder);
    if (isDirectory) yield* filesIn(file, extension);
    else if (name.endsWith(extension)) yield [file.pathname, await Deno.readTextFile(file)];
  }
}

/** @throws if a browser of the floor cannot read it */
function read(code: string, sourceType: "module" | "script"): void {
  const tree = parse(code, { ecmaVersion: 2022, sourceType });
  // ES2022 has both, and Safari since 16.4.
  JSON.stringify(tree, (key, value) => {
    assert.notEqual(value?.type, "StaticBlock");
    if (key === "pattern") assert.doesNotMatch(String(value), /\(\?<[=!]/, "looks behind");
    return typeof value === "bigint" ? null : value;
  });
}

Deno.test("every script that is served is read by browsers of the floor", async () => {
  let scripts = 0;
  for await (const [path, code] of filesIn(new URL("_fresh/js/", BUILT), ".js")) {
    assert.doesNotThrow(() => read(code, "module"), path);
    scripts++;
  }
  for await (const [path, code] of filesIn(STATIC, ".js")) {
    assert.doesNotThrow(() => read(code, "script"), path);
    scripts++;
  }
  await using server = await startServer();
  for (const path of PAGES) {
    const html = await (await fetch(server.origin + path)).text();
    for (const [, attributes, code] of html.matchAll(/<script([^>]*)>(.*?)<\/script>/gs)) {
      const type = attributes.includes('type="module"') ? "module" : "script";
      assert.doesNotThrow(() => read(code, type), `${path}: ${code.slice(0, 80)}`);
      scripts++;
    }
  }
  assert.ok(scripts > 30, `${scripts} scripts`);
});

Deno.test("what looks after a page's script is read by any browser", () => {
  assert.doesNotThrow(() => parse(PAGE_WATCHDOG, { ecmaVersion: 5 }));
});

/** What style sheets use although it is newer, and what a page is without it. */
const FINE_WITHOUT: Readonly<Record<string, string>> = {
  "css.properties.text-wrap": "lines break less evenly",
  "css.properties.text-wrap.balance": "lines break less evenly",
  "css.properties.text-wrap.pretty": "lines break less evenly",
  "css.properties.text-autospace": "no air between Chinese and Latin letters",
  "css.properties.text-autospace.normal": "no air between Chinese and Latin letters",
  "css.properties.text-size-adjust": "what it is for is Safari's own, by its prefix",
  "css.properties.field-sizing": "a field has the rows that its markup says",
  "css.properties.field-sizing.content": "a field has the rows that its markup says",
  "css.properties.forced-color-adjust": "is for a mode that the browser lacks too",
  "css.properties.forced-color-adjust.none": "is for a mode that the browser lacks too",
  "css.properties.align-content.safe": "the line before says it without",
  "css.properties.scrollbar-gutter": "the page moves by a scroll bar's width when a section opens",
  "css.properties.scrollbar-gutter.stable":
    "the page moves by a scroll bar's width when a section opens",
  "css.properties.user-select": "Safari has it by its prefix, which the line before says",
  "css.selectors.fullscreen": "a whole screen's controls keep off its edges a little less",
};

/** MDN has the values of these under the longer names. */
const LONGHAND: Readonly<Record<string, string>> = {
  "place-content": "align-content",
  "place-items": "align-items",
  "place-self": "align-self",
};

Deno.test("no style sheet counts on what browsers of the floor lack", async () => {
  const newer = new Map(newerThanFloor("css").map((each): [string, Newer] => [each.path, each]));
  const used = new Map<string, string>();
  const uses = (path: string, file: string) => {
    if (newer.has(path)) used.set(path, `${newer.get(path)?.since}: ${file}`);
  };
  for await (const [file, text] of filesIn(STATIC, ".css")) {
    // What is asked for first may be used.
    const css = text.replace(/\/\*.*?\*\//gs, "").replace(
      /@supports[^{]*\{([^{}]*\{[^{}]*\})*\s*\}/g,
      "",
    );
    for (const [, name, value] of css.matchAll(/[{;]\s*([a-z-]+):([^;{}]*)(?=[;}])/g)) {
      const property = LONGHAND[name] ?? name;
      uses(`css.properties.${property}`, file);
      for (const [word] of value.matchAll(/[a-z][\w-]*/g)) {
        uses(`css.properties.${property}.${word}`, file);
      }
      for (const [, name] of value.matchAll(/([a-z][\w-]*)\(/g)) {
        uses(`css.types.${name}`, file);
        uses(`css.types.color.${name}`, file);
      }
    }
    for (const [, name] of css.matchAll(/::?([a-z-]+)(?=[^;{}]*\{)/g)) {
      uses(`css.selectors.${name}`, file);
    }
    for (const [, name] of css.matchAll(/@([a-z-]+)/g)) uses(`css.at-rules.${name}`, file);
    for (const [, name] of css.matchAll(/@media[^{]*\(([a-z-]+)/g)) {
      uses(`css.at-rules.media.${name}`, file);
    }
    // MDN has no entries of their own for these.
    assert.doesNotMatch(
      css,
      /\d[sld]v(h|w|i|b|min|max)\b/,
      `${file}: Chromium has the unit since 108`,
    );
    assert.doesNotMatch(css, /@media[^{]*[<>]/, `${file}: ranges are Safari's since 16.4`);
    assert.doesNotMatch(css, /[{;}]\s*&/, `${file}: rules in rules are Chromium's since 120`);
  }
  const unexplained = [...used].filter(([path]) => !(path in FINE_WITHOUT));
  assert.deepEqual(unexplained, []);
  const explained = Object.keys(FINE_WITHOUT).filter((path) => !used.has(path));
  assert.deepEqual(explained, [], "what is not used needs no excuse");
});
