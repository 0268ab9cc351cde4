/** The page with the whole check, with and without problems. */
import assert from "node:assert/strict";
import type { Page, WebSocket } from "playwright-core";
import { CHECK } from "@/i18n/check.ts";
import { CHECK_PAGE } from "@/i18n/check_page.ts";
import type { ProblemWords } from "@/i18n/en/check.ts";
import { PLAYER } from "@/i18n/player.ts";
import { blockSockets } from "../support/blocked_socket.ts";
import { goLive, mainButton, openConnections } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";
import { deadStun, startStun } from "../support/stun.ts";

const texts = CHECK_PAGE.en;

/** A problem in the words of the page. */
function wordsOf({ fact, advice }: ProblemWords): string {
  return `${fact} ${advice}`;
}

interface Checked {
  readonly standing: string;
  readonly advice: string;
  readonly lines: readonly string[];
  readonly report: string;
}

async function checked(page: Page, origin: string): Promise<Checked> {
  await page.goto(`${origin}/check`);
  return await results(page);
}

async function results(page: Page): Promise<Checked> {
  const report = page.getByLabel(texts.report.label);
  await report.waitFor();
  const [standing, ...advice] = await page.locator(".check-verdict p").allInnerTexts();
  return {
    standing,
    advice: advice.join(" "),
    lines: await page.locator(".check-list li").allInnerTexts(),
    report: await report.inputValue(),
  };
}

/** What looks like an address in a report, except in lines with the server's URLs and the browser's version. */
function addressesIn(report: string): string[] {
  const own = report.split("\n").filter((line) => !/^Browser: |^[+!?] (stun|turn)/.test(line));
  return own.join("\n").match(/\d+\.\d+\.\d+\.\d+|[0-9a-f:]{6,}|\.local/g) ?? [];
}

function callIn(lines: readonly string[]): { kilobits: number; frames: number; delay: number } {
  const line = lines.find((line) => line.startsWith("Test picture received")) ?? "";
  const rate = /([\d,.]+) ([kM])b\/s|([\d,.]+) ([kM])bps/.exec(line);
  const number = Number((rate?.[1] ?? rate?.[3] ?? "0").replaceAll(",", ""));
  return {
    kilobits: number * ((rate?.[2] ?? rate?.[4]) === "M" ? 1_000 : 1),
    frames: Number(/(\d+) fps/.exec(line)?.[1]),
    delay: Number(/(\d+) ms network and buffer delay/.exec(line)?.[1]),
  };
}

Deno.test("/check: all is well; a STUN server answers, a picture gets through, nothing stays open", async () => {
  await using stun = await startStun();
  await using site = await openTestSite({ env: { ICE_SERVERS: stun.url } });
  const visitor = await site.visitor({ camera: true });
  await visitor.grantPermissions(["camera", "microphone", "clipboard-read", "clipboard-write"]);
  const page = await visitor.newPage();
  const sockets: WebSocket[] = [];
  page.on("websocket", (socket) => sockets.push(socket));
  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error("asked for the camera"));
    const shifts: number[] = [];
    Object.assign(globalThis, { testShifts: shifts });
    new PerformanceObserver((list) => shifts.push(...list.getEntries().map(() => 1)))
      .observe({ type: "layout-shift", buffered: true });
  });
  const { standing, advice, lines, report } = await checked(page, site.origin);
  assert.equal(standing, texts.standings.all);
  assert.equal(advice, "");
  assert.match(lines[5], /^The test connection works: direct on this network/);
  const { kilobits, frames, delay } = callIn(lines);
  assert.ok(kilobits > 50 && frames >= 5 && delay >= 0 && delay < 1_000, lines[6]);
  assert.match(lines[7], /^stun:127\.0\.0\.1:\d+ responds in [\d,]+ ms$/);
  assert.ok(stun.requests() > 0);
  const rows = await page.locator(".check-ways tbody tr").allInnerTexts();
  assert.ok(
    rows.some((row) => /^This network \(host\)\s+UDP\s+IPv4\s+\d+$/.test(row)),
    rows.join(),
  );
  assert.ok(rows.some((row) => /^Public address.*UDP\s+IPv4\s+\d+$/.test(row)), rows.join());

  assert.equal(await openConnections(page), 0);
  for (const socket of sockets) if (!socket.isClosed()) await socket.waitForEvent("close");
  assert.deepEqual(await page.evaluate(() => Reflect.get(globalThis, "testShifts")), []);
  // Success is a tick on green, without other colours.
  const look = await page.locator(".check-verdict").evaluate((verdict) => ({
    outcome: verdict.getAttribute("data-outcome"),
    signs: verdict.querySelectorAll(".icon").length,
    border: getComputedStyle(verdict).borderLeftColor,
    good: getComputedStyle(verdict.querySelector(".icon") ?? verdict).backgroundColor,
  }));
  assert.deepEqual({ ...look, good: "" }, {
    outcome: "fine",
    signs: 1,
    border: look.good,
    good: "",
  });
  assert.match(look.good, /^rgb\(26, 116, 64\)$/);

  await page.getByRole("button", { name: texts.report.copy }).click();
  await page.getByText(texts.report.copied).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), report);
  assert.match(report, /^Browser: Mozilla/m);
  assert.match(report, /^\+ Test picture received/m);
  assert.deepEqual(addressesIn(report), []);

  const before = stun.requests();
  await page.getByRole("button", { name: texts.again }).click();
  await page.getByText("Checking…").waitFor();
  assert.equal((await results(page)).standing, standing);
  assert.ok(stun.requests() > before);
  assert.equal(await openConnections(page), 0);
});

Deno.test("/check: a dead STUN server is named, with its consequences", async () => {
  const url = await deadStun();
  await using stun = await startStun();
  await using site = await openTestSite({ env: { ICE_SERVERS: url } });
  const dead = await checked(await site.broadcaster(), site.origin);
  assert.equal(dead.standing, texts.standings.nearby);
  assert.equal(dead.advice, wordsOf(texts.problems["no-way-out"]));
  assert.ok(dead.lines.includes(texts.servers.answers.silent(url)), dead.lines.join());

  // One working server of two is enough.
  await using other = await openTestSite({ env: { ICE_SERVERS: `${url},${stun.url}` } });
  const one = await checked(await other.broadcaster(), other.origin);
  assert.equal(one.standing, texts.standings.all);
  assert.ok(one.lines.includes(texts.servers.answers.silent(url)), one.lines.join());
  assert.ok(one.lines.some((line) => line.startsWith(texts.servers.answers.answers(stun.url))));
});

Deno.test("/check: without a camera watching works; without WebRTC nothing does, and no connection is tried", async () => {
  await using site = await openTestSite();
  const page = await site.broadcaster();
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    const real = mediaDevices.enumerateDevices.bind(mediaDevices);
    mediaDevices.enumerateDevices = async () =>
      (await real()).filter(({ kind }) => kind !== "videoinput");
  });
  const without = await checked(page, site.origin);
  assert.equal(without.standing, texts.standings.watching);
  assert.equal(without.advice, wordsOf(CHECK.en.problems["no-camera"]));

  const old = await site.broadcaster();
  await old.addInitScript(() => Reflect.deleteProperty(globalThis, "RTCPeerConnection"));
  const none = await checked(old, site.origin);
  assert.equal(none.standing, texts.standings.nothing);
  assert.equal(none.advice, wordsOf(CHECK.en.problems["no-webrtc"]));
  assert.ok(none.lines.includes(texts.callNotTried));
  assert.ok(none.report.includes(`\n! ${CHECK.en.problems["no-webrtc"].fact}\n`), none.report);
});

Deno.test("/check: a blocked socket, and a TURN server whose credentials then do not come", async () => {
  await using site = await openTestSite({
    env: { TURN_URLS: "turn:127.0.0.1:9", TURN_SECRET: "a-secret-of-the-test" },
  });
  const page = await site.broadcaster();
  await blockSockets(page);
  const { standing, advice, lines } = await checked(page, site.origin);
  assert.equal(standing, texts.standings.nothing);
  assert.equal(advice, wordsOf(CHECK.en.problems["no-socket"]));
  assert.ok(lines.includes(texts.servers.turnMissing));

  // Through an open socket the credentials come, and the check tries the server: nothing listens there.
  const { lines: open, report } = await checked(await site.broadcaster(), site.origin);
  assert.ok(open.includes(texts.servers.answers.silent("turn:127.0.0.1:9")), open.join());
  assert.doesNotMatch(report, /credential|username|\d{10}:/);
});

Deno.test("player, embedded player and studio link to /check if they get no connection", async () => {
  await using site = await openTestSite();
  await goLive(await site.broadcaster(), `${site.origin}/broadcast/live`);
  const stuck = await site.viewer();
  await stuck.addInitScript(() => {
    RTCPeerConnection.prototype.setRemoteDescription = () => Promise.reject(new Error("unusable"));
  });
  const linkIn = (page: Page) => page.getByRole("link", { name: PLAYER.en.check });
  await stuck.goto(`${site.origin}/watch/live`);
  await linkIn(stuck).waitFor();

  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch/other`);
  const embedded = await site.viewer();
  await embedded.goto(`${site.origin}/embed/other`);
  const studio = await site.broadcaster();
  await studio.goto(`${site.origin}/broadcast/other`);
  for (const page of [viewer, embedded]) {
    await page.getByText(PLAYER.en.states.waiting.detail).waitFor();
    assert.equal(await linkIn(page).count(), 0);
  }
  await site.server.end("SIGKILL");
  await mainButton(studio, "start").click();
  for (const page of [viewer, embedded, studio]) {
    assert.equal(await linkIn(page).getAttribute("href"), "/check");
    assert.equal(await linkIn(page).getAttribute("target"), "_blank"); // a new tab, because the page keeps trying
  }
});
