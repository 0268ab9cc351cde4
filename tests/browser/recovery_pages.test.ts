/** A page reloads, crashes, closes or vanishes: the other shows that in time, and a page that comes back resumes. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { PLAYER } from "@/i18n/player.ts";
import {
  assertOneViewer,
  assertWithin,
  capturedAt,
  type LivePair,
  openLivePair,
} from "../support/live_pair.ts";
import { expectMedia, mainButton } from "../support/browser.ts";
import { keepsLastPicture, pictureAfter, whenRead } from "../support/frames.ts";
import { measured } from "../support/measured.ts";
import { browserProcesses } from "../support/processes.ts";

const AWAY = new RegExp(PLAYER.en.states.paused.title);

Deno.test("recovery: the broadcaster reloads: the viewer's page plays within 2 s of the new capture", async () => {
  await using pair = await openLivePair();
  const { page } = pair.broadcaster;
  const reloaded = Date.now();
  await page.reload();
  await resumes(page);
  await playsAgain(pair, page, "broadcaster reloads", reloaded);
  await assertOneViewer(pair, Infinity);
});

Deno.test("recovery: the broadcaster's tab crashes: the viewer's page says so; a new tab resumes, and the viewer's page plays within 2 s of the new capture", async () => {
  await using pair = await openLivePair();
  const read = whenRead(pair.viewer.page, AWAY);
  const crashed = Date.now();
  await crash(pair.broadcaster.page);
  const noticed = await read - crashed;
  assertWithin(noticed, 2_000, "the viewer was told");
  assert.ok(await keepsLastPicture(pair.viewer.page), "the page is not blank");
  const page = await pair.broadcaster.context.newPage();
  await page.goto(pair.broadcaster.url);
  await resumes(page);
  await playsAgain(pair, page, "broadcaster's tab crashes", crashed, { told: noticed });
  await page.getByText("1 watching").waitFor();
});

Deno.test("recovery: the viewer reloads: it plays again, and is counted once", async () => {
  await using pair = await openLivePair();
  const reloaded = Date.now();
  await pair.viewer.page.reload();
  const picture = await pictureAfter(pair.viewer.page, reloaded);
  await expectMedia(pair.viewer.page, 5);
  await assertOneViewer(pair, Infinity);
  measured("viewer reloads", { picture });
});

Deno.test("recovery: the viewer closes the page: the count is right within 1 s", async () => {
  await using pair = await openLivePair();
  const read = whenRead(pair.broadcaster.page, /\b0 watching/);
  const closed = Date.now();
  await pair.viewer.page.close();
  const count = await read - closed;
  measured("viewer closes", { count });
  assertWithin(count, 1_000, "the count");
});

Deno.test("recovery: the viewer's browser vanishes: the count is right within 15 s", async () => {
  await using pair = await openLivePair({ browsers: 2 });
  const send = await browserProcesses(pair.viewer.browser);
  const read = whenRead(pair.broadcaster.page, /\b0 watching/, 20_000);
  const killed = Date.now();
  send("SIGKILL");
  const count = await read - killed;
  measured("viewer's browser is killed", { count });
  assertWithin(count, 15_000, "the count");
});

/** Waits until the broadcast resumes: by itself if the browser still grants the camera, else with one click. */
async function resumes(page: Page): Promise<void> {
  const resume = mainButton(page, "resume");
  const live = mainButton(page, "stop");
  await resume.or(live).first().waitFor({ timeout: 10_000 });
  if (await resume.isVisible()) await resume.click();
  await live.waitFor();
}

async function playsAgain(
  pair: LivePair,
  page: Page,
  what: string,
  since: number,
  more: Readonly<Record<string, number>> = {},
): Promise<void> {
  const captured = await capturedAt(page);
  const picture = await pictureAfter(pair.viewer.page, captured);
  measured(what, { ...more, capture: captured - since, picture });
  assertWithin(picture, 2_000, "the picture after the new capture");
  await expectMedia(pair.viewer.page, 5);
  assert.equal(pair.viewer.log.sockets.length, 1, "on the same page and socket");
}

async function crash(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const crashed = page.waitForEvent("crash");
  session.send("Page.crash").catch(() => {}); // a crashed page does not answer
  await crashed;
}
