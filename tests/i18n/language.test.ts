import assert from "node:assert/strict";
import fc from "fast-check";
import { languageOf, LANGUAGES, parseLanguage } from "@/i18n/language.ts";

/** What a request with that address and those headers is answered in. */
function language(query: string, headers: Record<string, string> = {}) {
  return languageOf({ url: `https://tuila.example/watch${query}`, headers: new Headers(headers) });
}

Deno.test("a tag means a language, whatever its region, script and case", () => {
  for (const tag of ["zh", "zh-CN", "zh-Hans", "zh-Hant-TW", "ZH-cn", " zh "]) {
    assert.equal(parseLanguage(tag), "zh", tag);
  }
  assert.equal(parseLanguage("en-GB"), "en");
  for (const tag of ["", "-", "*", "fr", "zhx", "english", "constructor", null, undefined]) {
    assert.equal(parseLanguage(tag), undefined, String(tag));
  }
});

Deno.test("the address beats the cookie, which beats the browser's preference", () => {
  const preferred = { "accept-language": "en" };
  assert.equal(language("", preferred), "en");
  assert.equal(language("", { ...preferred, cookie: "lang=zh" }), "zh");
  assert.equal(language("?lang=en", { ...preferred, cookie: "lang=zh" }), "en");
  assert.equal(language("?lang=zh", { ...preferred, cookie: "lang=en" }), "zh");
  assert.equal(language("", { cookie: "theme=dark; lang=zh; lang2=en" }), "zh");
});

Deno.test("the browser's preference is what it weighs most of what there is", () => {
  const preferred: Record<string, string> = {
    "zh-CN,zh;q=0.9,en;q=0.8": "zh",
    "en;q=0.8, zh;q=0.9": "zh",
    "en-US,en;q=0.9,zh;q=0.8": "en",
    "en, zh": "en",
    "zh, en": "zh",
    "fr-FR, fr;q=0.9, zh;q=0.5, en;q=0.4": "zh",
    "en ; q=0.1 , zh ; Q=0.2": "zh",
    "zh;q=0, *": "en",
    "de": "en",
    "*": "en",
  };
  for (const [header, expected] of Object.entries(preferred)) {
    assert.equal(language("", { "accept-language": header }), expected, header);
  }
});

Deno.test("what is no language of ours counts for nothing", () => {
  assert.equal(language(""), "en");
  assert.equal(language("?lang=fr", { cookie: "lang=zh" }), "zh");
  assert.equal(language("?lang=", { "accept-language": "zh" }), "zh");
  assert.equal(language("?lang=%FF", { cookie: "lang", "accept-language": "zh" }), "zh");
  assert.equal(language("", { cookie: "lang=__proto__", "accept-language": "zh" }), "zh");
  for (const header of [";q=1", "zh;q=x", "zh;q=", ",,;;", "q=1", "zh;q=-1"]) {
    assert.equal(language("", { "accept-language": header }), "en", header);
  }
});

Deno.test("no header and no address makes it throw", () => {
  const pieces = fc.constantFrom(
    "lang",
    "zh",
    "en",
    "=",
    ";",
    ",",
    "q=",
    "-",
    "*",
    " ",
    "0.5",
    "%",
  );
  const garbage = fc.oneof(
    fc.string(),
    fc.array(pieces).map((found) => found.join("")),
  ).filter(isHeaderValue);
  fc.assert(
    fc.property(garbage, garbage, garbage, (query, cookie, preferred) => {
      const found = language(`?${query}`, { cookie, "accept-language": preferred });
      assert.ok(LANGUAGES.includes(found));
    }),
  );
});

function isHeaderValue(text: string): boolean {
  return [...text].every((character) => character >= " " && character <= "~");
}
