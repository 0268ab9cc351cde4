/** Recording in the browser: what is saved plays, whatever happened to the page meanwhile. On real media. */
import assert from "node:assert/strict";
import type { BrowserContext, Download, Page } from "playwright-core";
import { goLive } from "../support/browser.ts";
import { plugIn, pullOut } from "../support/devices.ts";
import { type House, openHouse } from "../support/house.ts";
import { measured } from "../support/measured.ts";
import { play, type Played } from "../support/recorded.ts";

/** A visitor whose browser gives files out as downloads: nobody is there to choose a place. */
async function visitor(house: House): Promise<BrowserContext> {
  const context = await house.visitor({ camera: true });
  await context.addInitScript(() => Reflect.deleteProperty(globalThis, "showSaveFilePicker"));
  return context;
}

const section = (page: Page) => page.locator("details.section", { hasText: "Record" });
const button = (page: Page, name: string) =>
  section(page).getByRole("button", { name, exact: true });
const items = (page: Page) => section(page).getByRole("listitem");

async function startRecording(page: Page): Promise<void> {
  await section(page).locator("summary").click();
  await button(page, "Record").click();
  await button(page, "Stop recording").waitFor();
}

/** Waits until so many seconds are safe, by what the page says. */
async function recorded(page: Page, seconds: number): Promise<void> {
  await page.waitForFunction((seconds) => {
    const time = document.querySelector<HTMLTimeElement>("[role=timer].record-now time");
    return Number(time?.dateTime.match(/[\d.]+/)?.[0]) >= seconds;
  }, seconds);
}

/** What the list says of the one recording in it: its length in seconds. */
async function lengthListed(page: Page): Promise<number> {
  const time = items(page).locator(".record-now time");
  return Number((await time.getAttribute("datetime"))?.match(/[\d.]+/)?.[0]);
}

async function save(page: Page): Promise<Download> {
  const download = page.waitForEvent("download");
  await button(page, "Save").click();
  return await download;
}

/** How many files this origin's recordings take. */
function filesKept(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const folder = await (await navigator.storage.getDirectory())
      .getDirectoryHandle("recordings", { create: true });
    let files = 0;
    for await (const entry of folder.values()) {
      if (entry instanceof FileSystemDirectoryHandle) {
        files += (await Array.fromAsync(entry.keys())).length;
      }
    }
    return files;
  });
}

function assertPlays(played: Played, shown: number): void {
  const { duration, frames, middle, loudest, soundLength } = played;
  assert.ok(Math.abs(duration - shown) < 0.5, `${duration} s in the file, ${shown} s shown`);
  assert.ok(frames > duration * 5, `${frames} frames in ${duration} s`);
  assert.ok(Math.abs(middle - duration / 2) < 0.1, `sought ${duration / 2} s, came to ${middle} s`);
  assert.ok(Math.abs(soundLength - duration) < 0.5, `${soundLength} s of sound in ${duration} s`);
  assert.ok(loudest.every((sample) => sample > 0.01), `sound as loud as ${loudest}`);
}

Deno.test("a recording shows its length and size as it grows, and is saved as a file that plays and seeks", async () => {
  await using house = await openHouse();
  const page = await (await visitor(house)).newPage();
  await page.goto(`${house.origin}/broadcast/harbour`);
  await section(page).locator("summary").click();
  assert.equal(await button(page, "Record").getAttribute("aria-disabled"), "true");
  await section(page).locator("summary").click();
  await goLive(page, `${house.origin}/broadcast/harbour`);
  await startRecording(page);
  await recorded(page, 4);
  const timer = section(page).getByRole("timer");
  assert.match(await timer.innerText(), /^0:0[4-6]\s+[\d.]+ [kM]B$/);
  await button(page, "Stop recording").click();

  await items(page).waitFor();
  const shown = await lengthListed(page);
  const file = await save(page);
  assert.match(file.suggestedFilename(), /^harbour \d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.webm$/);
  const played = await play(house, file);
  measured("recording", { shown: shown * 1_000, duration: played.duration * 1_000 });
  assertPlays(played, shown);
  await section(page).getByText("Saved.").waitFor();
});
