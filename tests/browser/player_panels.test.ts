/** The player's settings and statistics, and saving a picture, on real media. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { CONTROLS } from "@/i18n/controls.ts";
import { PLAYER } from "@/i18n/player.ts";
import { STATISTICS } from "@/i18n/statistics.ts";
import { mainButton } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";
import { controls } from "../support/player.ts";
import { bytesOf } from "../support/recorded.ts";

/** Waits for a number of at least `least` in the element's text. Resolves with the first one. */
async function number(page: Page, selector: string, least: number): Promise<number> {
  const handle = await page.waitForFunction(({ selector, least }) => {
    const text = document.querySelector(selector)?.textContent ?? "";
    const found = Number(text.replaceAll(",", "").match(/\d+(\.\d+)?/)?.[0] ?? NaN);
    return found >= least ? [found] : undefined;
  }, { selector, least });
  const [found] = await handle.jsonValue() ?? assert.fail("no number");
  return found;
}

Deno.test("the smoother setting measurably delays the picture, and is stored", async () => {
  await using site = await openTestSite();
  const { viewer } = await site.onAir();
  const { settings } = await controls(viewer);
  let panel = await settings();
  assert.ok(await panel.getByLabel(CONTROLS.en.latencies.live.name).isChecked());
  const live = await number(viewer, ".player-measured output", 0);

  await panel.getByLabel(CONTROLS.en.latencies.smooth.name).check();
  const smooth = await number(viewer, ".player-measured output", 400);
  assert.ok(smooth > live + 100, `${live} ms, then ${smooth} ms`);

  await viewer.reload();
  panel = await (await controls(viewer)).settings();
  assert.ok(await panel.getByLabel(CONTROLS.en.latencies.smooth.name).isChecked());
  await number(viewer, ".player-measured output", 400);
});

Deno.test("the statistics show what arrives, and their script is loaded when they are opened", async () => {
  await using site = await openTestSite();
  const { viewer } = await site.onAir();
  const scripts: string[] = [];
  viewer.on("request", (request) => scripts.push(new URL(request.url()).pathname));
  const { named, settings } = await controls(viewer);
  const loaded = () => scripts.some((path) => path.includes("PlayerStats"));
  await settings();
  assert.equal(loaded(), false);
  await named("Statistics").click();
  const panel = viewer.getByRole("region", { name: "Statistics" });
  const texts = STATISTICS.en;
  const readValue = async (name: string) => {
    const row = panel.locator("div", { has: viewer.getByText(name, { exact: true }) }).last();
    return await row.locator("dd").innerText();
  };
  await panel.getByText(texts.resolution).waitFor();
  assert.equal(loaded(), true);

  const { width, height, codecs } = await viewer.evaluate(async () => {
    const video = document.querySelector("video");
    const connections: RTCPeerConnection[] = Reflect.get(globalThis, "testConnections");
    const reports = [...(await connections[connections.length - 1].getStats()).values()];
    const codecs = reports.filter(({ type }) => type === "codec").map(({ mimeType }) => mimeType);
    return { width: video?.videoWidth, height: video?.videoHeight, codecs: codecs.join() };
  });
  assert.equal(await readValue(texts.resolution), `${width} × ${height}`);
  const [video] = (await readValue(texts.codecs)).split(", ");
  assert.ok(codecs.includes(`video/${video}`), codecs);
  assert.equal(await readValue(texts.path), texts.direct("UDP"));
  assert.match(await readValue(texts.roundTrip), /^\d+ ms$/);
  assert.match(await readValue(texts.jitter), /^\d+ ms$/);
  assert.match(await readValue(texts.loss), /^\d+(\.\d)?%$/);
  assert.match(await readValue(texts.delay), /^[\d,]+ ms$/);
  assert.match(await readValue(texts.firstFrame), /^[\d,]+ ms$/);
  assert.match(await readValue(texts.bitrate), /^[\d.]+ [kM]b\/s$/);
  const frames = parseInt(await readValue(texts.frameRate));
  assert.ok(frames >= 1 && frames <= 35, `${frames} frames a second`);

  // The graphs are drawn: the canvas is not empty.
  await viewer.waitForFunction(() => {
    const canvas = document.querySelector<HTMLCanvasElement>(".graph canvas");
    const { width = 0, height = 0 } = canvas ?? {};
    const pixels = width * height > 0 &&
      canvas?.getContext("2d")?.getImageData(0, 0, width, height);
    return pixels && pixels.data.some((value) => value > 0);
  });
  assert.equal(await panel.locator("canvas").count(), 4);

  await named(STATISTICS.en.close).click();
  await panel.waitFor({ state: "detached" });
  assert.equal(await viewer.evaluate(() => document.activeElement?.ariaLabel), "Settings");
});

Deno.test("the picture is saved as a PNG of its own size, named after the stream and the time", async () => {
  await using site = await openTestSite();
  const { viewer } = await site.onAir("harbour");
  const { named, settings } = await controls(viewer);
  const panel = await settings();
  const download = viewer.waitForEvent("download");
  await named(CONTROLS.en.snapshot).click();
  const file = await download;
  assert.match(
    file.suggestedFilename(),
    /^harbour \d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.png$/,
  );
  await panel.getByText(CONTROLS.en.saved(file.suggestedFilename())).waitFor();
  const bytes = await bytesOf(file);
  assert.deepEqual([...bytes.slice(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const header = new DataView(bytes.buffer);
  const size = [header.getUint32(16), header.getUint32(20)];
  // The sender may change the size with the bandwidth meanwhile, but never the shape.
  assert.ok(size[0] >= 100, size.join());
  assert.ok(Math.abs(size[0] / size[1] - await ratio(viewer)) < 0.05, size.join());
});

function ratio(page: Page): Promise<number> {
  return page.locator("video").evaluate((video) =>
    video instanceof HTMLVideoElement ? video.videoWidth / video.videoHeight : 0
  );
}

Deno.test("nothing jumps: not when words change, nor when the picture or the controls come", async () => {
  await using site = await openTestSite();
  const viewer = await site.viewer();
  await viewer.addInitScript(() => {
    const shifts: number[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push(Reflect.get(entry, "value"));
    }).observe({ type: "layout-shift", buffered: true });
    Object.assign(globalThis, { testShifts: shifts });
  });
  await viewer.goto(`${site.origin}/watch`);
  await viewer.getByText(PLAYER.en.states.waiting.title).waitFor();
  const broadcaster = await site.broadcaster();
  await broadcaster.goto(`${site.origin}/broadcast`);
  await mainButton(broadcaster, "start").click();
  const { named, settings } = await controls(viewer);
  await settings();
  await named("Settings").click();
  await named("Pause").click();
  await named("Back to live").click();
  await mainButton(broadcaster, "stop").click();
  await viewer.getByText(PLAYER.en.states.ended.title).waitFor();
  const shifts: number[] = await viewer.evaluate(() => Reflect.get(globalThis, "testShifts"));
  const sum = shifts.reduce((sum, shift) => sum + shift, 0);
  assert.equal(sum.toFixed(3), "0.000"); // to three digits, as tools report it: a rounding in the layout is no shift
});
