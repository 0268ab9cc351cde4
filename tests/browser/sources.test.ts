/** Camera, screen and microphone: chosen before going live, and changed while live without a cut. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { SOURCES } from "@/i18n/sources.ts";
import { expectMedia, goLive, mainButton, received } from "../support/browser.ts";
import { assertUninterrupted, mark, recordFrames } from "../support/frames.ts";
import { openTestSite, type TestSite } from "../support/test_site.ts";
import { lasts } from "../support/lasts.ts";
import {
  colourAt,
  giveScreen,
  isBlack,
  isBlue,
  listen,
  loudnessAt,
  SCREEN_TONE,
  stopSharing,
} from "../support/screen.ts";
import { until } from "../support/until.ts";

const MIDDLE = [0.5, 0.5] as const;
const CORNER = [0.9, 0.88] as const;

async function onAir(site: TestSite): Promise<{ studio: Page; viewer: Page }> {
  const visitor = await site.visitor({ camera: true });
  await giveScreen(visitor);
  const studio = await visitor.newPage();
  await goLive(studio, `${site.origin}/broadcast`);
  const watcher = await site.visitor();
  await recordFrames(watcher);
  const viewer = await watcher.newPage();
  await viewer.goto(`${site.origin}/watch`);
  await expectMedia(viewer);
  return { studio, viewer };
}

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
/** Waits for the screen (blue) or the camera (not blue). Fails if it is black meanwhile. */
const sees = (page: Page, blue: boolean, [x, y]: readonly [number, number]) =>
  until(async () => {
    const colour = await colourAt(page, x, y);
    return isBlue(colour) === blue && !isBlack(colour);
  }, `blue: ${blue}`);

Deno.test("before going live there is a preview with a level meter, which no viewer sees", async () => {
  await using site = await openTestSite();
  const studio = await site.broadcaster();
  await studio.addInitScript(() => {
    const { mediaDevices } = navigator;
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    let asked = 0;
    mediaDevices.getUserMedia = (constraints) => {
      Object.assign(globalThis, { testAsked: ++asked });
      return getUserMedia(constraints);
    };
  });
  await studio.goto(`${site.origin}/broadcast`);
  await press(studio, "Preview");
  await studio.getByText("Only you see this.").waitFor();
  await studio.waitForFunction(() => (document.querySelector("video")?.videoWidth ?? 0) > 0);
  await studio.waitForFunction(() => {
    const bar = document.querySelector<HTMLElement>(".meter-bar");
    return Number(/[\d.]+/.exec(bar?.style.transform ?? "")?.[0]) > 0.2;
  });
  await studio.getByLabel("Camera", { exact: true })
    .getByRole("option", { name: /fake_device/ }).waitFor({ state: "attached" });
  assert.deepEqual(await (await fetch(`${site.origin}/api/streams`)).json(), []);

  await mainButton(studio, "start").click();
  await mainButton(studio, "stop").waitFor();
  assert.equal(await studio.evaluate(() => Reflect.get(globalThis, "testAsked")), 1);
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch`);
  await expectMedia(viewer);
});

Deno.test("closing the preview releases the camera", async () => {
  await using site = await openTestSite();
  const studio = await site.broadcaster();
  await studio.goto(`${site.origin}/broadcast`);
  await press(studio, "Preview");
  const track = await studio.waitForFunction(() => {
    const { srcObject } = document.querySelector("video") ?? {};
    return srcObject instanceof MediaStream && srcObject.getVideoTracks()[0];
  });
  await press(studio, "Close preview");
  await studio.waitForFunction(
    (track) => track instanceof MediaStreamTrack && track.readyState === "ended",
    track,
  );
});

Deno.test("camera, screen, and camera over screen follow each other without a cut, and the camera replaces a screen that ends", async () => {
  await using site = await openTestSite();
  const { studio, viewer } = await onAir(site);
  const before = await mark(viewer);
  await press(studio, "Share screen");
  await sees(viewer, true, MIDDLE);
  await sees(viewer, false, CORNER); // the camera is in the corner

  await studio.getByText(SOURCES.en.title).click();
  await studio.getByLabel("Screen", { exact: true }).check();
  await sees(viewer, true, CORNER);
  await studio.getByRole("radio", { name: "Camera", exact: true }).check();
  await sees(viewer, false, MIDDLE);
  await studio.getByLabel(SOURCES.en.pictures.both).check();
  await sees(viewer, true, MIDDLE);
  await sees(viewer, false, CORNER);

  await stopSharing(studio);
  await sees(viewer, false, MIDDLE);
  await studio.getByRole("button", { name: "Share screen" }).waitFor();
  await expectMedia(viewer);
  await assertUninterrupted(viewer, before);
});

/** The loudness of the screen's tone once it is steady: after an unmute it rises for some tenths of a second. */
async function steadyLoudness(viewer: Page): Promise<number> {
  let loudness = -Infinity;
  await until(async () => {
    const before = loudness;
    await lasts(300);
    loudness = await loudnessAt(viewer, SCREEN_TONE);
    return Math.abs(loudness - before) < 1;
  }, "the tone stands still");
  return loudness;
}

Deno.test("microphone and the screen's sound are mixed, each with its level and its mute", async () => {
  await using site = await openTestSite();
  const { studio, viewer } = await onAir(site);
  await listen(viewer);
  assert.ok(await loudnessAt(viewer, SCREEN_TONE) < -60, "no screen yet");
  await press(studio, "Share screen");
  await studio.getByText(SOURCES.en.title).click();
  const isLoud = (loud: boolean) =>
    until(async () => await loudnessAt(viewer, SCREEN_TONE) > -45 === loud, `tone: ${loud}`);
  await isLoud(true);
  // The microphone's beeps are still there.
  await expectMedia(viewer);

  const mutes = studio.getByLabel("Mute", { exact: true });
  await mutes.nth(1).check();
  await isLoud(false);
  await mutes.nth(1).uncheck();
  await isLoud(true);
  const full = await steadyLoudness(viewer);
  await studio.getByLabel(SOURCES.en.level.screen).fill("0.25");
  await until(
    async () => await loudnessAt(viewer, SCREEN_TONE) < full - 6,
    "a lower level is heard",
  );
  await studio.getByLabel(SOURCES.en.level.screen).fill("0");
  await isLoud(false);

  await mutes.nth(0).check();
  await until(async () => {
    const before = await received(viewer);
    await lasts(1_000); // the fake microphone beeps once a second
    return (await received(viewer)).audioEnergy - before.audioEnergy < 1e-6;
  }, "nothing is heard");
});

Deno.test("another camera, or no microphone, can be chosen while live", async () => {
  await using site = await openTestSite({
    args: ["--use-fake-device-for-media-stream=fps=10,device-count=3"],
  });
  const { studio, viewer } = await onAir(site);
  const before = await mark(viewer);
  await studio.getByText(SOURCES.en.title).click();
  const camera = studio.getByLabel("Camera", { exact: true });
  const other = camera.getByRole("option").nth(3);
  await other.waitFor({ state: "attached" });
  const second = await other.getAttribute("value");
  await camera.selectOption(second);
  const used = () =>
    studio.evaluate(() => {
      const { srcObject } = document.querySelector("video") ?? {};
      return srcObject instanceof MediaStream &&
        srcObject.getVideoTracks()[0].getSettings().deviceId;
    });
  await until(async () => await used() === second, "the other camera is used");
  await expectMedia(viewer);
  await assertUninterrupted(viewer, before);

  await studio.getByLabel("Microphone", { exact: true }).selectOption("");
  await viewer.getByText(/no sound|sound has stopped/i).waitFor();
  await studio.getByLabel("Microphone", { exact: true }).selectOption({ index: 1 });
  await expectMedia(viewer);
});

/** The browser's processing of the microphone track that is sent. */
const processing = (studio: Page) =>
  studio.evaluate(() => {
    const connections: RTCPeerConnection[] = Reflect.get(globalThis, "testConnections");
    const senders = connections.flatMap((connection) => connection.getSenders());
    const track = senders.find(({ track }) => track?.kind === "audio")?.track;
    const { echoCancellation, noiseSuppression, autoGainControl } = track?.getSettings() ?? {};
    return [echoCancellation, noiseSuppression, autoGainControl];
  });

Deno.test("switching the microphone between speech and music takes effect at once, without a cut, and at the next visit", async () => {
  await using site = await openTestSite();
  const { studio, viewer } = await onAir(site);
  const before = await mark(viewer);
  assert.deepEqual(await processing(studio), [true, true, true]);
  await studio.getByText("Camera and sound").click();
  const isFor = async (mode: string, on: boolean) => {
    await studio.getByRole("radio", { name: mode }).check();
    await until(async () => (await processing(studio)).every((is) => is === on), mode);
    await expectMedia(viewer);
  };
  await isFor("Music", false);
  await isFor("Speech", true);
  await isFor("Music", false);
  await assertUninterrupted(viewer, before);

  await studio.reload();
  await mainButton(studio, "stop").waitFor();
  await expectMedia(viewer);
  assert.deepEqual(await processing(studio), [false, false, false]);
  await studio.getByText("Camera and sound").click();
  assert.ok(await studio.getByRole("radio", { name: "Music" }).isChecked());
});
