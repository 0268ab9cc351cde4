/** Devices that are missing, busy, refused, blocked or ended: live with what there is, and told rightly. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { STUDIO } from "@/i18n/studio.ts";
import { expectMedia, goLive } from "../support/browser.ts";
import {
  type Answer,
  answer,
  arrives,
  askedFor,
  type Device,
  givenTracks,
  mend,
  plugIn,
  pullOut,
  spoil,
} from "../support/devices.ts";
import { openTestSite, type TestSite } from "../support/test_site.ts";

const { buttons, unavailable, states, unanswered, gone } = STUDIO.en;

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const isLive = (page: Page) => page.getByRole("button", { name: buttons.stop }).waitFor();
const isTold = (page: Page, words: string) =>
  page.getByRole("alert").filter({ hasText: words }).waitFor();

async function studioWith(
  site: TestSite,
  answers: Partial<Record<Device, Answer>>,
): Promise<Page> {
  const page = await site.broadcaster();
  await spoil(page, answers);
  await page.goto(`${site.origin}/broadcast`);
  return page;
}

/** Fails unless a viewer gets that alone, and is told so. */
async function watchAlone(site: TestSite, device: Device): Promise<Page> {
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch`);
  await arrives(viewer, device);
  await viewer.getByText(device === "microphone" ? /no picture/i : /no sound/i).waitFor();
  return viewer;
}

const SIDES = [
  { lacking: "camera", left: "microphone", wayOn: buttons.soundAlone },
  { lacking: "microphone", left: "camera", wayOn: buttons.pictureAlone },
] as const;

for (const fault of ["missing", "busy", "refused", "blocked"] as const) {
  for (const { lacking, left, wayOn } of SIDES) {
    Deno.test(`the ${lacking} is ${fault}: it is said, and the ${left} goes live alone`, async () => {
      await using site = await openTestSite();
      const studio = await studioWith(site, { [lacking]: fault });
      await press(studio, buttons.start);
      await isTold(studio, unavailable[`${lacking}-${fault}`].title);
      assert.deepEqual(await givenTracks(studio), ["live"]);
      // Both together, then each alone; what was refused is not asked for again.
      const asked = ["camera+microphone", "camera", "microphone"];
      assert.deepEqual(
        await askedFor(studio),
        fault === "refused" ? asked.filter((each) => each !== lacking) : asked,
      );
      await press(studio, wayOn);
      await isLive(studio);
      await watchAlone(site, left);
      await studio.getByText("1 watching").waitFor();
    });
  }

  Deno.test(`the ${fault} camera is there after all: trying again goes live with both`, async () => {
    await using site = await openTestSite();
    const studio = await studioWith(site, { camera: fault });
    await press(studio, buttons.start);
    await isTold(studio, unavailable[`camera-${fault}`].title);
    await mend(studio);
    await press(studio, buttons.again);
    await isLive(studio);
    assert.deepEqual(await givenTracks(studio), ["ended", "live", "live"]);
  });

  Deno.test(`camera and microphone are ${fault}: both are named, and nothing is held`, async () => {
    await using site = await openTestSite();
    const studio = await studioWith(site, { camera: fault, microphone: fault });
    await press(studio, buttons.start);
    await isTold(studio, unavailable[`both-${fault}`].title);
    assert.deepEqual(await givenTracks(studio), []);
    await mend(studio);
    await press(studio, buttons.again);
    await isLive(studio);
  });
}

Deno.test("camera missing, microphone refused: each is named", async () => {
  await using site = await openTestSite();
  const studio = await studioWith(site, { camera: "missing", microphone: "refused" });
  await press(studio, buttons.start);
  await isTold(studio, unavailable["camera-missing"].title);
  await isTold(studio, unavailable["microphone-refused"].title);
});

Deno.test("a question that was closed: one device alone may be asked for", async () => {
  await using site = await openTestSite();
  const studio = await studioWith(site, { camera: "dismissed", microphone: "dismissed" });
  await press(studio, buttons.start);
  await isTold(studio, unavailable["both-dismissed"].title);
  assert.deepEqual(await askedFor(studio), ["camera+microphone"], "no question after another");
  await mend(studio);
  await press(studio, buttons.soundAlone);
  await isLive(studio);
  assert.deepEqual(await askedFor(studio), ["camera+microphone", "microphone"]);
  await watchAlone(site, "microphone");
});

for (const { lacking, left, wayOn } of SIDES) {
  Deno.test(`the ${lacking} ends before going live: it is said, and the ${left} goes live alone`, async () => {
    await using site = await openTestSite();
    const visitor = await site.visitor({ camera: true });
    await plugIn(visitor, lacking);
    const studio = await visitor.newPage();
    await studio.goto(`${site.origin}/broadcast`);
    await press(studio, "Preview");
    await studio.getByText(STUDIO.en.previewing.detail).waitFor();
    await pullOut(studio);
    await press(studio, buttons.start);
    await isTold(studio, unavailable[`${lacking}-missing`].title);
    await press(studio, wayOn);
    await isLive(studio);
    await watchAlone(site, left);
  });

  Deno.test(`nobody answers for the ${lacking}: it is said where the question is, and Cancel lets go of what it brings later`, async () => {
    await using site = await openTestSite();
    const studio = await studioWith(site, { [lacking]: "unanswered" });
    await press(studio, buttons.start);
    await studio.getByText(states.asking.title).waitFor();
    await studio.getByText(unanswered.title).waitFor();
    await press(studio, buttons.cancel);
    await studio.getByText(states.idle.title).waitFor();
    await answer(studio);
    await studio.waitForFunction(() => {
      const given: MediaStreamTrack[] = Reflect.get(globalThis, "testGiven");
      return given.length === 2 && given.every(({ readyState }) => readyState === "ended");
    });
    assert.deepEqual(await askedFor(studio), ["camera+microphone"]);
    await press(studio, buttons.start);
    await isLive(studio);
  });
}

Deno.test("nobody answers for a preview: Start waits for the same answer, and closing it lets go", async () => {
  await using site = await openTestSite();
  const studio = await studioWith(site, { camera: "unanswered" });
  await press(studio, "Preview");
  await studio.getByText(states.asking.title).waitFor();
  await press(studio, "Close preview");
  await studio.getByText(states.idle.title).waitFor();
  await press(studio, "Preview");
  await press(studio, buttons.start);
  await answer(studio);
  await isLive(studio);
  assert.equal((await askedFor(studio)).length, 2, "Start asked nothing of its own");
});

Deno.test("a preview without a camera says so, and shows what there is", async () => {
  await using site = await openTestSite();
  const studio = await studioWith(site, { camera: "missing" });
  await press(studio, "Preview");
  await isTold(studio, unavailable["camera-missing"].title);
  await studio.getByText(STUDIO.en.previewing.detail).waitFor();
  await press(studio, buttons.start);
  await isLive(studio);
  await watchAlone(site, "microphone");
});

Deno.test("a machine without a camera, a browser with the microphone alone granted: no override of ours", async () => {
  const args = ["--use-fake-device-for-media-stream=fps=10,device-count=0"];
  await using none = await openTestSite({ args });
  const bare = await none.broadcaster();
  await bare.goto(`${none.origin}/broadcast`);
  await press(bare, buttons.start);
  await isTold(bare, unavailable["camera-missing"].title);
  await press(bare, buttons.soundAlone);
  await isLive(bare);
  await watchAlone(none, "microphone");

  await using site = await openTestSite();
  const visitor = await site.visitor();
  await visitor.grantPermissions(["microphone"]);
  const studio = await visitor.newPage();
  await studio.goto(`${site.origin}/broadcast`);
  await press(studio, buttons.start);
  await isTold(studio, unavailable["camera-refused"].title);
  await press(studio, buttons.soundAlone);
  await isLive(studio);
  await watchAlone(site, "microphone");
});

Deno.test("a reload of a stream of sound alone goes on with sound alone, without a question", async () => {
  await using site = await openTestSite();
  const studio = await studioWith(site, { camera: "refused" });
  await press(studio, buttons.start);
  await press(studio, buttons.soundAlone);
  await isLive(studio);
  await studio.reload();
  await isLive(studio);
  assert.deepEqual(await askedFor(studio), ["microphone"]);
});

Deno.test("the camera is gone after a reload: live again by itself with the sound, and it is said", async () => {
  await using site = await openTestSite();
  const studio = await site.broadcaster();
  await goLive(studio, `${site.origin}/broadcast`);
  await spoil(studio, { camera: "missing" });
  await studio.reload();
  await isLive(studio);
  await studio.getByText(gone.camera).waitFor();
  const viewer = await watchAlone(site, "microphone");
  await mend(studio);
  await press(studio, STUDIO.en.otherDevice.camera);
  await studio.getByText(gone.camera).waitFor({ state: "detached" });
  await expectMedia(viewer);
});

Deno.test("while live, a device that cannot be replaced says why", async () => {
  await using site = await openTestSite();
  const visitor = await site.visitor({ camera: true });
  await plugIn(visitor, "camera");
  const studio = await visitor.newPage();
  await goLive(studio, `${site.origin}/broadcast`);
  await pullOut(studio);
  await press(studio, STUDIO.en.otherDevice.camera);
  await isTold(studio, unavailable["camera-missing"].title);
});

const SCREENS = [
  ["NotAllowedError", "Permission denied by system", "screen-blocked"],
  ["NotAllowedError", "Permission denied", "screen-refused"],
  ["NotReadableError", "Could not start video source", "screen-busy"],
] as const;

for (const [name, message, problem] of SCREENS) {
  Deno.test(`sharing a screen fails (${message}): it is said, and the camera goes on`, async () => {
    await using site = await openTestSite();
    const studio = await site.broadcaster();
    await studio.addInitScript(([name, message]) => {
      navigator.mediaDevices.getDisplayMedia = () =>
        Promise.reject(new DOMException(message, name));
    }, [name, message]);
    await goLive(studio, `${site.origin}/broadcast`);
    await press(studio, "Share screen");
    await isTold(studio, unavailable[problem].title);
    await isLive(studio);
  });
}

Deno.test("a person who chooses no screen is told nothing; a browser without screens offers none", async () => {
  await using site = await openTestSite();
  const studio = await site.broadcaster();
  await studio.clock.install();
  await studio.addInitScript(() => {
    const { promise, reject } = Promise.withResolvers<never>();
    navigator.mediaDevices.getDisplayMedia = () => promise;
    Object.assign(globalThis, {
      testChooseNone: () => reject(new DOMException("Permission denied", "NotAllowedError")),
    });
  });
  await studio.goto(`${site.origin}/broadcast`);
  await press(studio, "Share screen");
  await studio.clock.runFor(300); // as long as it takes to read a chooser and close it
  await studio.evaluate(() => Reflect.get(globalThis, "testChooseNone")());
  assert.equal(await studio.locator(".studio-bar .notice").innerText(), "");
  await studio.getByText(states.idle.title).waitFor();

  const phone = await site.viewer();
  await phone.addInitScript(() =>
    Reflect.deleteProperty(MediaDevices.prototype, "getDisplayMedia")
  );
  await phone.goto(`${site.origin}/broadcast`);
  await phone.getByRole("button", { name: "Share screen" }).waitFor({ state: "detached" });
});
