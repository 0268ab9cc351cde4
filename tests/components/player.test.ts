/** What the player decides, apart from the page. */
import assert from "node:assert/strict";
import { isDoubleTap } from "@/components/double_tap.ts";
import { DEFAULT_OPTIONS, isEmbed, parseOptions } from "@/components/embed_options.ts";
import { facts } from "@/components/player_facts.ts";
import { DEFAULT_PREFERENCES, parsePreferences } from "@/components/player_preferences.ts";
import { snapshotName } from "@/components/snapshot.ts";
import { playerWords } from "@/components/watch_words.ts";
import { formatFor } from "@/i18n/format.ts";
import { PLAYER } from "@/i18n/player.ts";
import { ALL_MEDIA, PICTURE_STATES, SOUND_STATES } from "@/signaling/protocol/description.ts";
import { STATISTICS } from "@/i18n/statistics.ts";

Deno.test("parsePreferences() takes what can be read, each choice on its own", () => {
  assert.deepEqual(parsePreferences(null), DEFAULT_PREFERENCES);
  for (const text of ["", "{", "null", "7", '"x"', "[]", "{}"]) {
    assert.deepEqual(parsePreferences(text), DEFAULT_PREFERENCES, text);
  }
  const kept = { volume: 0.3, muted: true, latency: "smooth", relayOnly: true };
  assert.deepEqual(parsePreferences(JSON.stringify(kept)), kept);
  assert.deepEqual(parsePreferences('{"volume":7,"muted":true,"latency":"slow"}'), {
    ...DEFAULT_PREFERENCES,
    muted: true,
  });
});

Deno.test("parseOptions() reads the address of an embedded player", () => {
  const options = (search: string) => parseOptions(new URLSearchParams(search));
  assert.deepEqual(options(""), DEFAULT_OPTIONS);
  assert.deepEqual(options("?muted"), { ...DEFAULT_OPTIONS, muted: true });
  assert.deepEqual(options("?muted=1&autoplay=0"), {
    muted: true,
    autoplay: false,
    controls: true,
  });
  assert.deepEqual(options("?muted=0&controls=false"), { ...DEFAULT_OPTIONS, controls: false });
});

Deno.test("isEmbed() knows the pages that others may frame", () => {
  assert.deepEqual(["/embed", "/embed/x"].map(isEmbed), [true, true]);
  assert.deepEqual(["/", "/watch/embed", "/embedded", "/x/embed/"].map(isEmbed), [
    false,
    false,
    false,
    false,
  ]);
});

Deno.test("isDoubleTap() wants two taps soon after one another, at one place", () => {
  const tap = { timeStamp: 1_000, clientX: 50, clientY: 50 };
  assert.equal(isDoubleTap(null, tap), false);
  assert.equal(isDoubleTap(tap, { ...tap, timeStamp: 1_200, clientX: 60 }), true);
  assert.equal(isDoubleTap(tap, { ...tap, timeStamp: 1_600 }), false);
  assert.equal(isDoubleTap(tap, { ...tap, timeStamp: 1_200, clientY: 150 }), false);
});

Deno.test("snapshotName() tells the stream and the time, and fits every file system", () => {
  const name = snapshotName("直播", new Date(2026, 0, 9, 7, 5, 3));
  assert.equal(name, "直播 2026-01-09 07-05-03.png");
});

Deno.test("playerWords() says that one paused, while there is something to pause", () => {
  const detail = (...states: [Parameters<typeof playerWords>[0], "paused" | "playing"]) =>
    playerWords(...states, ALL_MEDIA, PLAYER.en).detail;
  assert.equal(detail("playing", "paused"), PLAYER.en.stopped.detail);
  assert.equal(detail("playing", "playing"), PLAYER.en.states.playing.detail);
  assert.equal(detail("ended", "paused"), PLAYER.en.states.ended.detail);
});

Deno.test("playerWords() says what the broadcaster does not send, while it plays and nothing is wrong", () => {
  for (const texts of Object.values(PLAYER)) {
    const words = PICTURE_STATES.flatMap((picture) =>
      SOUND_STATES.map((sound) => playerWords("playing", "playing", { picture, sound }, texts))
    );
    assert.equal(new Set(words.map(({ title, detail }) => title + detail)).size, words.length);
    assert.equal(words.filter(({ tone }) => tone === "live").length, 1);
    assert.equal(words.filter(({ tone }) => tone === "warning").length, 2); // there is a picture
    for (const { title, detail } of words) assert.ok(title !== "" && /[.。]$/.test(detail));
    const dark = { picture: "hidden", sound: "none" } as const;
    for (const state of ["reconnecting", "ended", "sound-only"] as const) {
      assert.equal(playerWords(state, "playing", dark, texts).title, texts.states[state].title);
    }
    assert.equal(playerWords("playing", "paused", dark, texts).title, texts.stopped.title);
  }
});

Deno.test("facts() has a word for what is not known", () => {
  const nothing = facts(
    {
      at: 0,
      size: null,
      frameRate: null,
      codecs: { video: null, audio: null },
      bitrate: { video: null, audio: null },
      loss: null,
      jitter: null,
      roundTrip: null,
      buffer: null,
      delay: null,
      path: null,
      freezes: null,
      dropped: null,
    },
    null,
    STATISTICS.en,
    formatFor("en"),
  );
  assert.deepEqual(new Set(nothing.map(({ value }) => value)), new Set([STATISTICS.en.notYet]));
});
