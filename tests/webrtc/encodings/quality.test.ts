import assert from "node:assert/strict";
import fc from "fast-check";
import { codecOrder, pickCodec } from "@/webrtc/encodings/codecs.ts";
import {
  costOf,
  DEFAULT_QUALITY,
  encodingFor,
  leastUpload,
  parseQuality,
  PRESET_NAMES,
  PRESETS,
  rungWithin,
  share,
  SOUND,
} from "@/webrtc/encodings/quality.ts";

const preset = fc.constantFrom(...PRESET_NAMES).map((name) => PRESETS[name]);
const wanted = fc.array(fc.integer({ min: 100_000, max: 5_000_000 }), { maxLength: 20 });
const cap = fc.integer({ min: 100_000, max: 50_000_000 });

Deno.test("share() stays within the limit, and gives no viewer more than it wants", () => {
  fc.assert(fc.property(cap, wanted, (cap, wanted) => {
    const shares = share(cap, wanted);
    assert.equal(shares.length, wanted.length);
    shares.forEach((share, index) => assert.ok(share >= 0 && share <= wanted[index]));
    const pictures = shares.reduce((sum, share) => sum + share, 0);
    assert.ok(pictures <= Math.max(0, cap - SOUND * wanted.length));
  }));
});

Deno.test("share() is fair: a viewer that gets less than another gets all that it wants", () => {
  fc.assert(fc.property(cap, wanted, (cap, wanted) => {
    const shares = share(cap, wanted);
    const most = Math.max(...shares);
    shares.forEach((share, index) =>
      assert.ok(share > most - 1 || share === wanted[index], `${share} of ${wanted[index]}`)
    );
  }));
});

Deno.test("share() leaves nothing unused while a viewer wants more; without a limit all get what they want", () => {
  assert.deepEqual(share(1_000_000, [5_000_000, 100_000]).map(Math.round), [757_143, 100_000]);
  fc.assert(fc.property(wanted, (wanted) => assert.deepEqual(share(null, wanted), wanted)));
});

Deno.test("lower rungs cost less, and more bandwidth never means a lower one", () => {
  for (const name of PRESET_NAMES) {
    const { rungs } = PRESETS[name];
    rungs.forEach(({ bitrate }, index) => {
      if (index === 0) return assert.equal(costOf(PRESETS[name], 0), 1);
      assert.ok(costOf(PRESETS[name], index) < costOf(PRESETS[name], index - 1), name);
      assert.ok(bitrate < rungs[index - 1].bitrate, name);
    });
  }
  fc.assert(fc.property(preset, cap, cap, (preset, a, b) => {
    const [less, more] = [Math.min(a, b), Math.max(a, b)];
    assert.ok(rungWithin(preset, more) <= rungWithin(preset, less));
  }));
});

Deno.test("if the upload limit admits a viewer, it gets at least half of the lowest rung's bitrate", () => {
  fc.assert(fc.property(preset, cap, (preset, cap) => {
    const viewers = Math.floor(cap / leastUpload(preset));
    const lowest = preset.rungs.at(-1)?.bitrate ?? 0;
    const shares = share(cap, Array.from({ length: viewers }, () => preset.rungs[0].bitrate));
    for (const share of shares) assert.ok(share >= lowest / 2 - 1);
  }));
});

Deno.test("a picture is scaled to its rung by its short side, whatever its source gives, and never enlarged", () => {
  const scale = (index: number, width: number, height: number) =>
    encodingFor(PRESETS["720p"], index, 1_000_000, { width, height }, []).scaleResolutionDownBy;
  assert.equal(scale(0, 1280, 720), 1);
  assert.equal(scale(0, 2560, 1440), 2);
  assert.equal(scale(2, 1280, 720), 2);
  assert.equal(scale(0, 640, 480), 1);
  assert.equal(scale(0, 1080, 1920), 1.5);
  assert.equal(scale(2, 720, 1280), 2);
  assert.equal(scale(0, 3440, 1440), 2);
  // A strip is at most as wide as an ultra-wide picture of that height.
  assert.equal(3456 / scale(0, 3456, 400), 1728);
  assert.equal(encodingFor(PRESETS["720p"], 2, 1, null, []).scaleResolutionDownBy, 2);
});

Deno.test("stored settings are read as far as they are valid", () => {
  assert.deepEqual(parseQuality(null), DEFAULT_QUALITY);
  assert.deepEqual(parseQuality("{"), DEFAULT_QUALITY);
  assert.deepEqual(parseQuality('{"preset":"text","codec":"x","cap":-1,"places":1.5}'), {
    ...DEFAULT_QUALITY,
    preset: "text",
  });
  const stored = { preset: "motion", codec: "AV1", cap: 5_000_000, places: 3 } as const;
  assert.deepEqual(parseQuality(JSON.stringify(stored)), stored);
  fc.assert(fc.property(fc.json(), (text) => {
    assert.ok(PRESET_NAMES.includes(parseQuality(text).preset));
  }));
});

Deno.test("codecs: the chosen one, then those with hardware, then the cheapest in software", () => {
  assert.deepEqual(codecOrder(null, []), ["VP8", "H264", "VP9", "AV1"]);
  assert.deepEqual(codecOrder(null, ["AV1", "H264"]), ["H264", "AV1", "VP8", "VP9"]);
  assert.deepEqual(codecOrder("VP9", ["H264"]), ["VP9", "H264", "VP8", "AV1"]);
});

Deno.test("a codec that only one end supports is not picked", () => {
  const codec = (mimeType: string, sdpFmtpLine?: string) => ({ mimeType, sdpFmtpLine });
  const own = [codec("video/VP8"), codec("video/rtx"), codec("video/VP9", "profile-id=0")];
  const theirs = [codec("video/VP8"), codec("video/VP9", "profile-id=2"), codec("video/AV1")];
  assert.equal(pickCodec(["AV1", "VP9", "VP8"], own, theirs), theirs[0]);
  assert.equal(pickCodec(["VP9"], own, theirs), undefined);
  assert.equal(pickCodec(["VP9", "VP8"], own, own), own[2]);
});

Deno.test("a codec is recognized by its profile, however the two engines write the rest", () => {
  const codec = (mimeType: string, sdpFmtpLine?: string) => ({ mimeType, sdpFmtpLine });
  const limits = "max-fs=12288;max-fr=60";
  const firefox = [codec("video/VP8", limits), codec("video/VP9", limits), codec("video/AV1")];
  const chromium = [
    codec("video/VP8"),
    codec("video/VP9", "profile-id=0"),
    codec("video/AV1", "level-idx=5;profile=0;tier=0"),
  ];
  for (const [own, theirs] of [[firefox, chromium], [chromium, firefox]]) {
    assert.equal(pickCodec(["VP8"], own, theirs), theirs[0]);
    assert.equal(pickCodec(["VP9"], own, theirs), theirs[1]);
    assert.equal(pickCodec(["AV1"], own, theirs), theirs[2]);
  }
  const h264 = (profile: string, mode: 0 | 1) =>
    codec("video/H264", `packetization-mode=${mode};profile-level-id=${profile}`);
  const offered = [h264("640c1f", 1), h264("42e01f", 0), h264("42e034", 1)];
  assert.equal(pickCodec(["H264"], [h264("42e01f", 1)], offered), offered[2], "the level is free");
});
