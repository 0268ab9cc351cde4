/** Recording in the browser: what is saved plays, whatever happened to the page meanwhile. On real media. */
import assert from "node:assert/strict";
import type { BrowserContext, Download, Page } from "playwright-core";
import { RECORDING } from "@/i18n/recording.ts";
import { STUDIO } from "@/i18n/studio.ts";
import { goLive, launchProfile, mainButton } from "../support/browser.ts";
import { plugIn, pullOut } from "../support/devices.ts";
import { openTestSite, type TestSite } from "../support/test_site.ts";
import { measured } from "../support/measured.ts";
import { browserProcesses } from "../support/processes.ts";
import { play, type Played, recorded } from "../support/recorded.ts";

/** A small picture: the machine may be small, and all of it is encoded here, and then decoded. */
async function withSmallCamera(context: BrowserContext): Promise<BrowserContext> {
  await context.addInitScript(() => {
    const { mediaDevices } = navigator;
    const getUserMedia = mediaDevices?.getUserMedia.bind(mediaDevices);
    if (getUserMedia === undefined) return;
    mediaDevices.getUserMedia = ({ video, audio } = {}) =>
      getUserMedia({ audio, video: video && { width: 320, height: 240 } });
  });
  return context;
}

/** The browser gives files out as downloads: nobody is there to choose a place. */
async function withoutPicker(context: BrowserContext): Promise<BrowserContext> {
  await context.addInitScript(() => Reflect.deleteProperty(globalThis, "showSaveFilePicker"));
  return context;
}

async function visitor(site: TestSite): Promise<BrowserContext> {
  return await withoutPicker(await withSmallCamera(await site.visitor({ camera: true })));
}

const texts = RECORDING.en;

const section = (page: Page) => page.locator("details.section", { hasText: texts.title });
const button = (page: Page, name: string) =>
  section(page).getByRole("button", { name, exact: true });
const items = (page: Page) => section(page).getByRole("listitem");

async function startRecording(page: Page): Promise<void> {
  await section(page).locator("summary").click();
  await button(page, texts.start).click();
  await button(page, "Stop recording").waitFor();
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

/** @param lost what the browser may not have encoded yet when it was gone, in seconds */
function assertPlays(played: Played, shown: number, lost = 0): void {
  const { duration, frames, middle, loudest, soundLength } = played;
  measured("recording", { shown: shown * 1_000, duration: duration * 1_000 });
  const isAsShown = duration > shown - lost - 0.5 && duration < shown + 0.5;
  assert.ok(isAsShown, `${duration} s in the file, ${shown} s shown`);
  assert.ok(frames > duration * 2, `${frames} frames in ${duration} s`);
  assert.ok(Math.abs(middle - duration / 2) < 0.1, `sought ${duration / 2} s, came to ${middle} s`);
  assert.ok(Math.abs(soundLength - duration) < 0.5, `${soundLength} s of sound in ${duration} s`);
  assert.ok(loudest.every((sample) => sample > 0.01), `sound as loud as ${loudest}`);
}

Deno.test("a recording shows its length and size as it grows, and is saved as a file that plays and seeks", async () => {
  await using site = await openTestSite();
  const page = await (await visitor(site)).newPage();
  await page.goto(`${site.origin}/broadcast/harbour`);
  await section(page).locator("summary").click();
  assert.equal(await button(page, texts.start).getAttribute("aria-disabled"), "true");
  await section(page).locator("summary").click();
  await goLive(page, `${site.origin}/broadcast/harbour`);
  await startRecording(page);
  await recorded(page, 4);
  const timer = section(page).getByRole("timer");
  assert.match(await timer.innerText(), /^0:0[4-6]\s+[\d.]+ [kM]B$/);
  await button(page, "Stop recording").click();

  await items(page).waitFor();
  const shown = await lengthListed(page);
  const file = await save(page);
  assert.match(file.suggestedFilename(), /^harbour \d{4}-\d\d-\d\d \d\d-\d\d-\d\d\.webm$/);
  const played = await play(site, file);
  assertPlays(played, shown);
  await section(page).getByText("Saved.").waitFor();
});

Deno.test("a page that is closed while it records leaves what it has to the next visit", async () => {
  await using site = await openTestSite();
  const context = await visitor(site);
  const first = await context.newPage();
  await goLive(first, `${site.origin}/broadcast/harbour`);
  await startRecording(first);
  await recorded(first, 5);
  await first.close();
  assertPlays(...await saveLeftBehind(site, await context.newPage()));
});

Deno.test("a browser that is killed while it records leaves what it has to the next visit", async () => {
  await using site = await openTestSite();
  const folder = await Deno.makeTempDir();
  try {
    const killed = await withSmallCamera(await launchProfile(folder));
    const kill = await browserProcesses(killed.browser() ?? assert.fail("no browser"));
    const first = await killed.newPage();
    await goLive(first, `${site.origin}/broadcast/harbour`);
    await startRecording(first);
    await recorded(first, 5);
    const gone = new Promise((resolve) => killed.on("close", resolve));
    kill("SIGKILL");
    await gone;
    const context = await withoutPicker(await launchProfile(folder));
    try {
      assertPlays(...await saveLeftBehind(site, await context.newPage()));
    } finally {
      await context.close();
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** What the next visit is offered: played, and how long it is said to be. */
async function saveLeftBehind(
  site: TestSite,
  page: Page,
): Promise<[Played, shown: number, lost: number]> {
  await page.goto(`${site.origin}/broadcast/another`);
  // The section opens by itself, for there is something to save.
  await items(page).getByText("harbour").waitFor();
  await section(page).getByText(texts.unsaved("1")).waitFor();
  const shown = await lengthListed(page);
  assert.ok(shown >= 5, `${shown} s were safe`);
  return [await play(site, await save(page)), shown, 2];
}

Deno.test("a recording under way is not offered to another page, nor cleared away by it", async () => {
  await using site = await openTestSite();
  const context = await visitor(site);
  const page = await context.newPage();
  await goLive(page, `${site.origin}/broadcast/harbour`);
  await startRecording(page);
  const other = await context.newPage();
  // Before its first piece, when it looks like one that holds nothing, and after it.
  for (const seconds of [0, 2]) {
    await recorded(page, seconds);
    await other.goto(`${site.origin}/broadcast/another`);
    await section(other).locator("summary").click();
    await section(other).getByText(texts.kept).waitFor();
    assert.equal(await items(other).count(), 0);
  }
  await recorded(page, 4);
  await button(page, "Stop recording").click();
  await items(page).waitFor();
  await other.reload();
  await items(other).waitFor();
});

Deno.test("another camera amid a recording is in the file: both pictures, and the sound all along", async () => {
  await using site = await openTestSite();
  const context = await visitor(site);
  await plugIn(context, "camera");
  await context.addInitScript(() => {
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined) return;
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    // Where the camera was pulled out there is another, which sees nothing but blue.
    mediaDevices.getUserMedia = (constraints) =>
      getUserMedia(constraints).catch(() => {
        const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 120 });
        const context = canvas.getContext("2d");
        const paint = () => {
          if (context === null) return;
          context.fillStyle = "#0000ff";
          context.fillRect(0, 0, 160, 120);
          setTimeout(paint, 100);
        };
        paint();
        return canvas.captureStream();
      });
  });
  const page = await context.newPage();
  await goLive(page, `${site.origin}/broadcast/harbour`);
  await startRecording(page);
  await recorded(page, 2);
  await pullOut(page);
  await page.getByRole("button", { name: STUDIO.en.otherDevice.camera }).click();
  await page.waitForFunction(() => document.querySelector("video")?.videoWidth === 160);
  const before = Number(
    (await section(page).locator(".record-now time").getAttribute("datetime"))
      ?.match(/[\d.]+/)?.[0],
  );
  await recorded(page, before + 3);
  await button(page, "Stop recording").click();
  await items(page).waitFor();
  const shown = await lengthListed(page);
  const played = await play(site, await save(page));
  assertPlays(played, shown);
  assert.equal(played.sizes.length, 2, played.sizes.join());
  assert.ok(played.sizes.includes("160x120"), played.sizes.join());
  assert.ok(isBlue(played.colours.last), played.colours.last.join());
  assert.ok(!isBlue(played.colours.first), played.colours.first.join());
});

function isBlue([red, green, blue]: readonly number[]): boolean {
  return blue > 200 && red < 60 && green < 60;
}

Deno.test("Delete asks once more, and then nothing of the recording is left in the browser", async () => {
  await using site = await openTestSite();
  const page = await (await visitor(site)).newPage();
  await goLive(page, `${site.origin}/broadcast/harbour`);
  await startRecording(page);
  await recorded(page, 1);
  // The broadcast ends, and the recording with it.
  await mainButton(page, "stop").click();
  await items(page).waitFor();
  await button(page, texts.start).waitFor();
  assert.ok(await filesKept(page) >= 2);

  await button(page, "Delete").click();
  await section(page).getByText(texts.sure).waitFor();
  assert.equal(await focused(page), "Keep");
  await page.keyboard.press("Enter");
  assert.equal(await focused(page), "Delete");
  assert.ok(await filesKept(page) >= 2);

  await button(page, "Delete").click();
  await button(page, "Delete").click();
  await items(page).waitFor({ state: "detached" });
  assert.equal(await focused(page), texts.start);
  assert.equal(await filesKept(page), 0);
});

function focused(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.textContent ?? "");
}

Deno.test("where the person can choose a place, the file is written there", async () => {
  await using site = await openTestSite();
  const context = await withSmallCamera(await site.visitor({ camera: true }));
  // Nobody is there to choose: the place is taken as if somebody had. All that is written is the browser's own.
  await context.addInitScript(() => {
    const showSaveFilePicker = async (options: { suggestedName: string }) => {
      if (!navigator.userActivation.isActive) throw new DOMException("", "SecurityError");
      const root = await navigator.storage.getDirectory();
      return root.getFileHandle(options.suggestedName, { create: true });
    };
    Object.assign(globalThis, { showSaveFilePicker });
  });
  const page = await context.newPage();
  await goLive(page, `${site.origin}/broadcast/harbour`);
  await startRecording(page);
  await recorded(page, 2);
  await button(page, "Stop recording").click();
  await button(page, "Save").click();
  await section(page).getByText("Saved.").waitFor();
  const download = page.waitForEvent("download");
  await page.evaluate(async () => {
    const root = await navigator.storage.getDirectory();
    const [name] = (await Array.fromAsync(root.keys())).filter((name) => name.endsWith(".webm"));
    const file = await (await root.getFileHandle(name)).getFile();
    const link = { href: URL.createObjectURL(file), download: name };
    Object.assign(document.createElement("a"), link).click();
  });
  const shown = await lengthListed(page);
  assertPlays(await play(site, await download), shown);
  await page.reload();
  await section(page).locator("summary").click();
  await items(page).getByText("Saved.").waitFor();
});

Deno.test("a browser that keeps no files says so, and what it records can be saved as long as the page is open", async () => {
  await using site = await openTestSite();
  const context = await visitor(site);
  await context.addInitScript(() => {
    Reflect.deleteProperty(FileSystemFileHandle.prototype, "createWritable");
  });
  const page = await context.newPage();
  await goLive(page, `${site.origin}/broadcast/harbour`);
  await startRecording(page);
  await section(page).getByText(texts.notKept).waitFor();
  await recorded(page, 2);
  await button(page, "Stop recording").click();
  await items(page).waitFor();
  // A live page asks in any case.
  await mainButton(page, "stop").click();
  await mainButton(page, "start").waitFor();
  assert.equal(await asksBeforeItGoes(page), true);
  const shown = await lengthListed(page);
  assertPlays(await play(site, await save(page)), shown);
  await section(page).getByText("Saved.").waitFor();
  assert.equal(await asksBeforeItGoes(page), false);
});

/** What the browser asks the page before it closes or reloads it. */
function asksBeforeItGoes(page: Page): Promise<boolean> {
  return page.evaluate(() => !dispatchEvent(new Event("beforeunload", { cancelable: true })));
}

Deno.test("where there is no room left the recording ends with a sentence, and what it has is kept", async () => {
  await using site = await openTestSite();
  const context = await visitor(site);
  const page = await context.newPage();
  await goLive(page, `${site.origin}/broadcast/harbour`);
  await startRecording(page);
  await recorded(page, 2);
  const devtools = await context.newCDPSession(page);
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: site.origin, quotaSize: 1 });
  await section(page).getByText(texts.problems["no-space"]).waitFor();
  await button(page, texts.start).waitFor();
  await devtools.send("Storage.overrideQuotaForOrigin", { origin: site.origin });
  const shown = await lengthListed(page);
  assertPlays(await play(site, await save(page)), shown);
});
