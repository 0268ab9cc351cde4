/** The check before the broadcast, with and without problems. */
import assert from "node:assert/strict";
import type { Page, WebSocket } from "playwright-core";
import { CHECK } from "@/i18n/check.ts";
import type { CheckProblem } from "@/webrtc/check/check_report.ts";
import { blockSockets } from "../support/blocked_socket.ts";
import { mainButton, openConnections } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";

const texts = CHECK.en;

/** A problem in the words of the check. */
function wordsOf(problem: CheckProblem): string {
  const { fact, advice } = texts.problems[problem];
  return `${fact} ${advice}`;
}

/** The verdict of the check, and its lines. */
async function checked(page: Page, url: string): Promise<{ verdict: string; lines: string[] }> {
  await page.goto(url, { waitUntil: "networkidle" });
  await page.getByText("Connection", { exact: true }).click();
  await page.getByRole("button", { name: texts.run }).click();
  const lines = page.locator(".check-list li");
  await lines.first().waitFor();
  return {
    verdict: await page.locator(".check-verdict").innerText(),
    lines: await lines.allInnerTexts(),
  };
}

Deno.test("check: all is well; the browser shows no prompt, and nothing stays open", async () => {
  await using site = await openTestSite();
  const page = await site.broadcaster();
  const sockets: WebSocket[] = [];
  page.on("websocket", (socket) => sockets.push(socket));
  await page.addInitScript(() => {
    const captures: unknown[] = [];
    const { mediaDevices } = navigator;
    const real = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = (constraints) => {
      captures.push(constraints);
      return real(constraints);
    };
    Object.assign(globalThis, { testCaptures: captures });
  });
  const { verdict, lines } = await checked(page, `${site.origin}/broadcast`);
  assert.equal(verdict, texts.ready);
  assert.deepEqual(lines, [
    texts.fine.secure,
    texts.fine.webrtc,
    texts.fine.camera,
    texts.fine.microphone,
    texts.fine.server,
    texts.mediaBy(texts.paths.host),
  ]);
  assert.equal(await page.evaluate(() => Reflect.get(globalThis, "testCaptures").length), 0);
  assert.equal(await openConnections(page), 0);
  assert.equal(sockets.length, 1);
  if (!sockets[0].isClosed()) await sockets[0].waitForEvent("close");

  // The check can run again during the broadcast, which goes on.
  await mainButton(page, "start").click();
  await mainButton(page, "stop").waitFor();
  await page.getByRole("button", { name: texts.run }).click();
  await page.getByText(texts.ready).waitFor();
  await mainButton(page, "stop").waitFor();
});

Deno.test("check: a socket that does not open is distinguished from a server that is down", async () => {
  await using site = await openTestSite();
  const page = await site.broadcaster();
  await blockSockets(page);
  const { verdict, lines } = await checked(page, `${site.origin}/broadcast`);
  assert.equal(verdict, wordsOf("no-socket"));
  assert.equal(lines[4], texts.problems["no-socket"].fact);
  assert.equal(lines[5], texts.mediaBy(texts.paths.host));

  await site.server.end("SIGKILL");
  await page.getByRole("button", { name: texts.run }).click();
  await page.getByText(wordsOf("unreachable")).waitFor();
});

Deno.test("check: missing WebRTC comes first, and no connection is tried", async () => {
  await using site = await openTestSite();
  const page = await site.broadcaster();
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, "RTCPeerConnection"));
  const { verdict, lines } = await checked(page, `${site.origin}/broadcast`);
  assert.equal(verdict, wordsOf("no-webrtc"));
  assert.equal(lines[5], texts.unknown.media);
  assert.equal(lines[4], texts.fine.server);
});

Deno.test("check: if the page cannot even connect to itself, the check says so within five seconds", async () => {
  await using site = await openTestSite();
  const page = await site.broadcaster();
  await page.addInitScript(() => {
    // No candidate is ever found, as with an extension that blocks WebRTC.
    Object.defineProperty(RTCPeerConnection.prototype, "addIceCandidate", {
      value: () => Promise.resolve(),
    });
    const real = RTCPeerConnection.prototype.setRemoteDescription;
    RTCPeerConnection.prototype.setRemoteDescription = function (description) {
      const sdp = description.sdp?.replace(/a=candidate:.*\r\n/g, "");
      return Reflect.apply(real, this, [{ type: description.type, sdp }]);
    };
  });
  const { verdict } = await checked(page, `${site.origin}/broadcast`);
  assert.equal(verdict, wordsOf("no-media"));
  assert.equal(await openConnections(page), 0);
});

Deno.test("check: a camera that is missing, and one that is blocked", async () => {
  await using site = await openTestSite();
  const page = await site.broadcaster();
  await page.addInitScript(() => {
    const { mediaDevices } = navigator;
    const real = mediaDevices.enumerateDevices.bind(mediaDevices);
    mediaDevices.enumerateDevices = async () =>
      (await real()).filter(({ kind }) => location.search !== "?none" || kind !== "videoinput");
    const query = navigator.permissions.query.bind(navigator.permissions);
    navigator.permissions.query = async (descriptor) => {
      const status = await query(descriptor);
      if (location.search === "?blocked") {
        Object.defineProperty(status, "state", { value: "denied" });
      }
      return status;
    };
  });
  const none = await checked(page, `${site.origin}/broadcast?none`);
  assert.equal(none.verdict, wordsOf("no-camera"));
  assert.equal(none.lines[3], texts.fine.microphone);
  const blocked = await checked(page, `${site.origin}/broadcast?blocked`);
  assert.equal(blocked.verdict, wordsOf("camera-denied"));
  assert.equal(blocked.lines[3], texts.problems["microphone-denied"].fact);
});

const ADDRESS = Deno.networkInterfaces()
  .find(({ family, address }) => family === "IPv4" && !address.startsWith("127."))?.address;

Deno.test({
  name: "check: a page that is not secure is told so, and nothing throws",
  ignore: ADDRESS === undefined, // a machine without a network has no such address
  async fn() {
    await using site = await openTestSite({ env: { HOST: "0.0.0.0" } });
    const { port } = new URL(site.origin);
    const page = await site.viewer();
    const errors: string[] = [];
    page.on("pageerror", ({ message }) => errors.push(message));
    const { verdict, lines } = await checked(page, `http://${ADDRESS}:${port}/broadcast`);
    assert.equal(verdict, wordsOf("insecure-page"));
    assert.equal(lines[2], texts.unknown.camera);
    assert.equal(lines[4], texts.fine.server);
    assert.deepEqual(errors, []);
  },
});
