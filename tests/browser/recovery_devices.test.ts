/** A laptop sleeps, or a device ends: the rest of the stream goes on by itself. */
import assert from "node:assert/strict";
import {
  assertOneViewer,
  assertWithin,
  type LivePair,
  openLivePair,
} from "../support/live_pair.ts";
import { expectMedia } from "../support/browser.ts";
import { arrives, plugIn, pullOut, take } from "../support/devices.ts";
import { ageOfPicture, largestGap, pictureAfter, whenRead } from "../support/frames.ts";
import { lasts } from "../support/lasts.ts";
import { measured } from "../support/measured.ts";
import { asleep } from "../support/processes.ts";

/** In milliseconds: longer than either side keeps a silent socket. */
const SLEEP = 20_000;
/** Frames are decoded 0.2 s after waking, but the browser paints them later, when its own delays have settled. */
const WAKING = 5_000;
/** The maximum age of a frame at the live edge, if camera, network and screen are on one machine. */
const LIVE_EDGE = 1_000;

for (const sleeper of ["viewer", "broadcaster"] as const) {
  Deno.test(`recovery: the ${sleeper}'s laptop sleeps for 20 s: it resumes by itself, at the live edge`, async () => {
    await using pair = await openLivePair({ browsers: 2 });
    const start = Date.now();
    const awake = await asleep(pair[sleeper].browser, () => lasts(SLEEP));
    const picture = await pictureAfter(pair.viewer.page, awake);
    await expectMedia(pair.viewer.page, 5);
    const gap = await largestGap(pair.viewer.page, start);
    const age = await ageOfPicture(pair.viewer.page, awake);
    measured(`sleep, ${sleeper}`, { gap, picture, age });
    assert.ok(gap > SLEEP / 2, `the sleep stopped the picture: ${gap} ms`);
    assertWithin(picture, WAKING, "the picture after waking");
    assertWithin(age, LIVE_EDGE, "the age of the picture");
    await pair.broadcaster.page.getByText("1 watching").waitFor();
    await assertOneViewer(pair, Infinity);
  });
}

const DEVICES = [
  { lost: "camera", left: "microphone", words: /picture.*(stopped|gone)|no picture/i },
  { lost: "microphone", left: "camera", words: /sound.*(stopped|gone)|no sound/i },
] as const;

for (const { lost, left, words } of DEVICES) {
  Deno.test(`recovery: the ${lost} ends: both pages say which device, and the ${left} goes on`, async () => {
    await using pair = await openLivePair({ prepare: (broadcaster) => plugIn(broadcaster, lost) });
    const { page } = pair.broadcaster;
    const start = Date.now();
    // Text about devices that the page always shows does not count.
    const before = await page.innerText("body");
    const told = whenRead(pair.viewer.page, words);
    await pullOut(page);
    const named = await namedOn(pair, lost, before);
    const times = { broadcaster: named - start, viewer: await told - start };
    measured(`${lost} goes`, times);
    await arrives(pair.viewer.page, left);
    await assertOneViewer(pair, start);
    assert.equal(pair.viewer.log.sockets.length, 1);

    // It is plugged in again: after a reload the page goes on with both.
    await page.reload();
    await arrives(pair.viewer.page, lost);
    await arrives(pair.viewer.page, left);
  });
}

for (const { lost, left, words } of DEVICES) {
  Deno.test(`recovery: another program takes the ${lost}: both pages say so, the ${left} goes on, and all of it once the program returns it`, async () => {
    await using pair = await openLivePair({ prepare: (broadcaster) => plugIn(broadcaster, lost) });
    const { page } = pair.broadcaster;
    const start = Date.now();
    const before = await page.innerText("body");
    const told = whenRead(pair.viewer.page, words);
    await take(page, true);
    await namedOn(pair, lost, before);
    await told;
    await arrives(pair.viewer.page, left);
    await take(page, false);
    await arrives(pair.viewer.page, lost);
    await pair.viewer.page.getByText("You are watching.").waitFor({ state: "attached" });
    await assertOneViewer(pair, start);
  });
}

/** Waits until the broadcaster's page names the device in a new line of text. */
async function namedOn({ broadcaster }: LivePair, device: string, before: string): Promise<number> {
  const handle = await broadcaster.page.waitForFunction(
    ({ device, before }) => {
      const fresh = document.body.innerText.split("\n").filter((line) => !before.includes(line));
      return fresh.some((line) => line.toLowerCase().includes(device)) && Date.now();
    },
    { device, before },
    { timeout: 10_000, polling: 50 },
  );
  return Number(await handle.jsonValue());
}
