import assert from "node:assert/strict";
import { formatFor } from "@/i18n/format.ts";
import { HOME } from "@/i18n/home.ts";
import { LANGUAGES } from "@/i18n/language.ts";
import { STATUS } from "@/i18n/status.ts";

Deno.test("a list says coarsely how long it has been", () => {
  const expected = {
    en: ["just started", "1 min", "59 min", "1 hr", "2 hr"],
    zh: ["刚刚开播", "1 分钟", "59 分钟", "1 小时", "2 小时"],
  };
  for (const language of ["en", "zh"] as const) {
    const { since } = HOME[language];
    const times = [59_999, 60_000, 3_599_999, 3_600_000, 7_200_000];
    assert.deepEqual(times.map(since), expected[language]);
    assert.equal(since(Number.NaN), expected[language][0]);
    assert.equal(since(-60_000), expected[language][0], "by a clock that runs behind");
  }
});

Deno.test("how many are watching reads right for none, one and thousands", () => {
  assert.deepEqual([0, 1, 2, 1234].map(STATUS.en.watching), [
    "0 watching",
    "1 watching",
    "2 watching",
    "1,234 watching",
  ]);
  assert.deepEqual([0, 1, 1234].map(STATUS.zh.watching), ["0 人在看", "1 人在看", "1,234 人在看"]);
});

Deno.test("measures are written as each language does, no more exact than they are", () => {
  for (const language of LANGUAGES) {
    const { milliseconds, percent, bitrate } = formatFor(language);
    assert.deepEqual(
      [milliseconds(84.6), percent(0.0042), bitrate(640_400), bitrate(1_240_000), bitrate(0)],
      ["85 ms", "0.4%", "640 kb/s", "1.2 Mb/s", "0 kb/s"],
      language,
    );
  }
});

Deno.test("sentences stand apart by a space in English, by their full stop in Chinese", () => {
  assert.equal(formatFor("en").sentences(["One.", "Two."]), "One. Two.");
  assert.equal(formatFor("zh").sentences(["一。", "二。"]), "一。二。");
});

Deno.test("sizes of files are written in the unit that keeps them short", () => {
  const sizes = [0, 640_400, 12_430_000, 1_240_000_000];
  assert.deepEqual(sizes.map(formatFor("en").bytes), ["0 kB", "640 kB", "12.4 MB", "1.2 GB"]);
  assert.deepEqual(sizes.map(formatFor("zh").bytes), ["0 kB", "640 kB", "12.4 MB", "1.2 GB"]);
});
