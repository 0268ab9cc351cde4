/** Mute and the keys on real media, and what protects a live page from being closed. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { PLAYER } from "@/i18n/player.ts";
import { STUDIO } from "@/i18n/studio.ts";
import { expectMedia, goLive, mainButton, received } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";
import { picture, pictureMoves } from "../support/player.ts";

/** The energy per second of the sound in the next `samples` samples. */
async function loudness(page: Page, samples = 24_000): Promise<number> {
  const before = await received(page);
  let now = before;
  while (now.audioSamples - before.audioSamples < samples) now = await received(page);
  return (now.audioEnergy - before.audioEnergy) * 48_000 / (now.audioSamples - before.audioSamples);
}

/** Waits for sound or for silence. Chromium's fake microphone beeps twice a second. */
async function expectSound(page: Page, isHeard: boolean): Promise<void> {
  const until = performance.now() + 20_000;
  let energy = NaN;
  while (performance.now() < until) {
    energy = await loudness(page);
    if (isHeard ? energy > 1e-4 : energy < 1e-7) return;
  }
  throw new Error(`${isHeard ? "No sound" : "Sound"}: ${energy}`);
}

/** The button with that name, which says what pressing it does. */
const button = (page: Page, name: "Mute" | "Unmute" | "Hide picture" | "Show picture") =>
  page.getByRole("button", { name, exact: true });

Deno.test("m mutes: the viewer hears silence over the same link, and sound again", async () => {
  await using site = await openTestSite();
  const { broadcaster, viewer } = await site.onAir();
  await broadcaster.keyboard.press("m");
  await button(broadcaster, "Unmute").waitFor();
  await broadcaster.getByText(STUDIO.en.mute.silent).waitFor();
  await expectSound(viewer, false);
  const connections = () =>
    viewer.evaluate(() => Reflect.get(globalThis, "testConnections").length);
  assert.equal(await connections(), 1);
  await viewer.getByText(PLAYER.en.media.sound.muted).waitFor({ state: "attached" });

  await broadcaster.keyboard.press("m");
  await button(broadcaster, "Mute").waitFor();
  await expectSound(viewer, true);
  await expectMedia(viewer);
  assert.equal(await connections(), 1);
});

Deno.test("holding the space bar unmutes while muted, and mutes while not; it presses nothing else", async () => {
  await using site = await openTestSite();
  const { broadcaster, viewer } = await site.onAir();
  const mute = broadcaster.getByRole("button", { name: /^(Mute|Unmute)$/ });
  await mute.click(); // it also gets the focus, which a mouse user does not intend
  await expectSound(viewer, false);
  await broadcaster.keyboard.down(" ");
  await button(broadcaster, "Mute").waitFor();
  await expectSound(viewer, true);
  await broadcaster.keyboard.down(" "); // a held key repeats
  await broadcaster.keyboard.up(" ");
  await button(broadcaster, "Unmute").waitFor();
  await expectSound(viewer, false);

  await mute.click();
  await broadcaster.keyboard.down(" ");
  await button(broadcaster, "Unmute").waitFor();
  // The user releases the key in another window.
  await broadcaster.evaluate(() => globalThis.dispatchEvent(new Event("blur")));
  await button(broadcaster, "Mute").waitFor();
  await broadcaster.keyboard.up(" ");
  await expectSound(viewer, true);
  await mainButton(broadcaster, "stop").waitFor();
});

Deno.test("v hides the picture: the viewer sees black, and its page says so", async () => {
  await using site = await openTestSite();
  const { broadcaster, viewer } = await site.onAir();
  await broadcaster.keyboard.press("v");
  await button(broadcaster, "Show picture").waitFor();
  const isBlack = () =>
    viewer.waitForFunction(() => {
      const video = document.querySelector("video");
      const context = new OffscreenCanvas(16, 9).getContext("2d");
      if (video === null || context === null) return false;
      context.drawImage(video, 0, 0, 16, 9);
      return context.getImageData(0, 0, 16, 9).data.every((value, at) =>
        at % 4 === 3 || value < 24
      );
    });
  await isBlack();
  await expectSound(viewer, true);
  await viewer.getByText(PLAYER.en.media.picture.hidden).waitFor({ state: "attached" });
  const black = await picture(viewer);
  await broadcaster.keyboard.press("v");
  await pictureMoves(viewer, black);
  await expectMedia(viewer);
});

Deno.test("a mute before the broadcast lasts through it, and through the next", async () => {
  await using site = await openTestSite();
  const broadcaster = await site.broadcaster();
  await broadcaster.goto(`${site.origin}/broadcast`, { waitUntil: "networkidle" });
  await broadcaster.keyboard.press("m");
  await button(broadcaster, "Unmute").waitFor();
  await mainButton(broadcaster, "start").click();
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch`);
  await expectSound(viewer, false);
  await mainButton(broadcaster, "stop").click();
  await viewer.getByText("The broadcast has ended").waitFor();
  await mainButton(broadcaster, "start").click();
  await viewer.getByText(PLAYER.en.media.sound.muted).waitFor({ state: "attached" });
  await expectSound(viewer, false);
  // No sound was sent at any moment.
  const { audioEnergy } = await received(viewer);
  assert.ok(audioEnergy < 1e-6, String(audioEnergy));
});

Deno.test("keys do nothing while the user types, with a modifier, or when switched off; a focused button keeps its space bar", async () => {
  await using site = await openTestSite();
  const page = await site.broadcaster();
  await page.goto(`${site.origin}/broadcast`, { waitUntil: "networkidle" });
  const isAnythingOff = () => page.getByRole("button", { name: /^(Unmute|Show picture)$/ }).count();
  const title = page.getByLabel("Title");
  await title.focus();
  await page.keyboard.type("a movie"); // each letter once, because twice would undo its effect
  assert.equal(await title.inputValue(), "a movie");
  assert.equal(await isAnythingOff(), 0);

  await page.locator("h1").click(); // elsewhere
  await page.keyboard.press("Control+m");
  await page.keyboard.press("Shift+v");
  assert.equal(await isAnythingOff(), 0);

  // The space bar presses a button that got the focus by the keyboard.
  await page.getByRole("button", { name: "Mute", exact: true }).focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press(" ");
  await button(page, "Show picture").waitFor();
  assert.equal(await button(page, "Unmute").count(), 0);
  await page.keyboard.press(" ");
  assert.equal(await isAnythingOff(), 0);

  await page.getByText("Keyboard shortcuts").click();
  const use = page.getByLabel(STUDIO.en.keys.use);
  await page.keyboard.press("m");
  await button(page, "Unmute").waitFor();
  await page.keyboard.press("m");
  await use.uncheck();
  await page.reload({ waitUntil: "networkidle" });
  await page.getByText("Off", { exact: true }).waitFor();
  for (const key of ["m", " ", "v"]) await page.keyboard.press(key);
  assert.equal(await isAnythingOff(), 0);
});

Deno.test("only while live: the tab says so, the browser asks before it closes, the screen stays awake", async () => {
  await using site = await openTestSite();
  const page = await site.broadcaster();
  await page.addInitScript(() => {
    const locks = { asked: 0, held: 0 };
    const request = () => {
      locks.asked++;
      locks.held++;
      const lock = {
        released: false,
        release() {
          if (!lock.released) locks.held--;
          lock.released = true;
          return Promise.resolve();
        },
      };
      Object.assign(globalThis, { testTakeLock: lock.release });
      return Promise.resolve(lock);
    };
    Object.defineProperty(navigator, "wakeLock", { value: { request } });
    Object.assign(globalThis, { testLocks: locks });
  });
  const locks = () => page.evaluate(() => Reflect.get(globalThis, "testLocks"));
  const asks = async () => {
    let asked = false;
    const isAsked = new Promise<void>((resolve) =>
      page.once("dialog", async (dialog) => {
        asked = dialog.type() === "beforeunload";
        await dialog.dismiss();
        resolve();
      })
    );
    await page.close({ runBeforeUnload: true });
    await Promise.race([isAsked, page.waitForEvent("close")]);
    return asked;
  };

  await goLive(page, `${site.origin}/broadcast/harbour`);
  assert.equal(await page.title(), "● LIVE · harbour · Go live · Tuila");
  assert.deepEqual(await locks(), { asked: 1, held: 1 });
  assert.equal(await asks(), true);

  // The browser releases the wake lock of a hidden page, so a visible page requests it again.
  await page.evaluate(() => {
    Reflect.get(globalThis, "testTakeLock")();
    document.dispatchEvent(new Event("visibilitychange"));
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await page.waitForFunction(() => Reflect.get(globalThis, "testLocks").held === 1);
  assert.ok((await locks()).asked > 1);

  await mainButton(page, "stop").click();
  await mainButton(page, "start").waitFor();
  await page.waitForFunction(() => Reflect.get(globalThis, "testLocks").held === 0);
  assert.equal(await page.title(), "harbour · Go live · Tuila");
  assert.equal(await asks(), false);
});

Deno.test("a browser that cannot keep the screen awake can still go live", async () => {
  await using site = await openTestSite();
  const page = await site.broadcaster();
  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  await page.addInitScript(() =>
    Object.defineProperty(navigator, "wakeLock", { value: undefined })
  );
  await goLive(page, `${site.origin}/broadcast`);
  await page.waitForFunction(() => document.title.startsWith("● LIVE"));
  assert.deepEqual(errors, []);
});
