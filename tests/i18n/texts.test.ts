/** The tables against each other: what the types cannot see. */
import assert from "node:assert/strict";
import { AUDIENCE } from "@/i18n/audience.ts";
import { CHECK } from "@/i18n/check.ts";
import { CHECK_PAGE } from "@/i18n/check_page.ts";
import { CONTROLS } from "@/i18n/controls.ts";
import { HOME } from "@/i18n/home.ts";
import { REFUSALS } from "@/i18n/refusals.ts";
import { PLAYER } from "@/i18n/player.ts";
import { QUALITY } from "@/i18n/quality.ts";
import { RECORDING } from "@/i18n/recording.ts";
import { SHARING } from "@/i18n/sharing.ts";
import { SITE } from "@/i18n/site.ts";
import { STATUS } from "@/i18n/status.ts";
import { SOURCES } from "@/i18n/sources.ts";
import { START } from "@/i18n/start.ts";
import { STATISTICS } from "@/i18n/statistics.ts";
import { STUDIO } from "@/i18n/studio.ts";

const AREAS = {
  AUDIENCE,
  CHECK,
  CHECK_PAGE,
  CONTROLS,
  HOME,
  REFUSALS,
  PLAYER,
  QUALITY,
  RECORDING,
  SHARING,
  SITE,
  STATUS,
  SOURCES,
  START,
  STATISTICS,
  STUDIO,
};

/** Every text below here, by its path. Those that tell of something are told of the same number or name. */
function textsOf(table: unknown, path: string): [path: string, text: unknown][] {
  if (typeof table === "function") {
    return [[path, Reflect.apply(table, undefined, [7_200_000, 7_200_000])]];
  }
  if (typeof table !== "object" || table === null) return [[path, table]];
  return Object.entries(table).flatMap(([name, below]) => textsOf(below, `${path}.${name}`));
}

function allTexts(language: "en" | "zh"): Map<string, unknown> {
  return new Map(
    Object.entries(AREAS).flatMap(([name, area]) => textsOf(area[language], name)),
  );
}

Deno.test("every text is there in both languages, and says something", () => {
  const en = allTexts("en");
  const zh = allTexts("zh");
  assert.ok(en.size > 80, "the texts were found");
  assert.deepEqual([...zh.keys()].sort(), [...en.keys()].sort());
  for (const [path, text] of [...en, ...zh]) {
    assert.ok(typeof text === "string" && /\p{L}/u.test(text), `${path}: ${text}`);
    assert.equal(text, text.trim(), path);
    assert.doesNotMatch(text, /undefined|NaN|\[object|\s{2}/, path);
  }
});

Deno.test("what a text tells of is told in both languages", () => {
  const en = allTexts("en");
  for (const [path, text] of allTexts("zh")) {
    const numbers = (words: unknown) => String(words).match(/\d[\d,]*/g);
    assert.deepEqual(numbers(text), numbers(en.get(path)), path);
  }
});

Deno.test("Chinese is written in Chinese, with its own punctuation; English is not", () => {
  const name = "推拉";
  for (const [path, text] of allTexts("zh")) {
    assert.match(String(text), /\p{Script=Han}/u, path);
    assert.doesNotMatch(String(text), /\p{Script=Han}[,.;:!?"']|[,.;:!?"']\p{Script=Han}/u, path);
  }
  for (const [path, text] of allTexts("en")) {
    assert.doesNotMatch(String(text).replace(name, ""), /\p{Script=Han}|[，。；：！？]/u, path);
  }
});

Deno.test("in Chinese, letters and digits stand apart from the characters around them", () => {
  for (const [path, text] of allTexts("zh")) {
    assert.doesNotMatch(
      String(text),
      /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u,
      `${path}: ${text}`,
    );
  }
});

Deno.test("a TURN server is called one: relay is what ICE calls a path through it", () => {
  for (const [path, text] of allTexts("en")) {
    assert.doesNotMatch(String(text).replace("(relay)", ""), /\brelays?\b/i, `${path}: ${text}`);
  }
});
