/** The check before the broadcast, where all is well and where it is not. */
import assert from "node:assert/strict";
import type { Page, WebSocket } from "playwright-core";
import { blockSockets } from "../support/blocked_socket.ts";
import { openConnections } from "../support/browser.ts";
import { openHouse } from "../support/house.ts";

/** What the check comes to, and its lines. */
async function checked(page: Page, url: string): Promise<{ verdict: string; lines: string[] }> {
  await page.goto(url, { waitUntil: "networkidle" });
  await page.getByText("Connection", { exact: true }).click();
  await page.getByRole("button", { name: "Check now" }).click();
  const lines = page.locator(".check-list li");
  await lines.first().waitFor();
  return {
    verdict: await page.locator(".check-verdict").innerText(),
    lines: await lines.allInnerTexts(),
  };
}

Deno.test("check: all is well; nobody is asked for anything, and nothing stays open", async () => {
  await using house = await openHouse();
  const page = await house.broadcaster();
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
  const { verdict, lines } = await checked(page, `${house.origin}/broadcast`);
  assert.equal(verdict, "Everything is ready.");
  assert.deepEqual(lines, [
    "This page is secure.",
    "This browser has WebRTC.",
    "A camera is there.",
    "A microphone is there.",
    "The server answers.",
    "A test connection works: directly in this network.",
  ]);
  assert.equal(await page.evaluate(() => Reflect.get(globalThis, "testCaptures").length), 0);
  assert.equal(await page.evaluate(() => Reflect.get(globalThis, "testConnections").length), 2);
  assert.equal(await openConnections(page), 0);
  assert.equal(sockets.length, 1);
  if (!sockets[0].isClosed()) await sockets[0].waitForEvent("close");

  // Once more, after a broadcast has begun: it goes on.
  await page.getByRole("button", { name: "Start broadcasting" }).click();
  await page.getByRole("button", { name: "Stop broadcasting" }).waitFor();
  await page.getByRole("button", { name: "Check now" }).click();
  await page.getByText("Everything is ready.").waitFor();
  await page.getByRole("button", { name: "Stop broadcasting" }).waitFor();
});

Deno.test("check: a socket that does not open is told apart from a server that is gone", async () => {
  await using house = await openHouse();
  const page = await house.broadcaster();
  await blockSockets(page);
  const { verdict, lines } = await checked(page, `${house.origin}/broadcast`);
  assert.match(verdict, /^The server answers, but no lasting connection to it opens\. .*VPN/);
  assert.equal(lines[4], "The server answers, but no lasting connection to it opens.");
  assert.match(lines[5], /^A test connection works/);

  await house.server.end("SIGKILL");
  await page.getByRole("button", { name: "Check now" }).click();
  await page.getByText("The server cannot be reached. Look at your connection").waitFor();
});

Deno.test("check: no WebRTC is said first, and no connection is tried", async () => {
  await using house = await openHouse();
  const page = await house.broadcaster();
  await page.addInitScript(() => Reflect.deleteProperty(globalThis, "RTCPeerConnection"));
  const { verdict, lines } = await checked(page, `${house.origin}/broadcast`);
  assert.match(verdict, /^This browser lacks WebRTC, or has it switched off\. Use a current/);
  assert.equal(lines[5], "A connection could not be tried.");
  assert.equal(lines[4], "The server answers.");
});

Deno.test("check: where no connection comes about, not even with itself, it says so in five seconds", async () => {
  await using house = await openHouse();
  const page = await house.broadcaster();
  await page.addInitScript(() => {
    // As with an extension that stops WebRTC: no candidate is ever found.
    Object.defineProperty(RTCPeerConnection.prototype, "addIceCandidate", {
      value: () => Promise.resolve(),
    });
    const real = RTCPeerConnection.prototype.setRemoteDescription;
    RTCPeerConnection.prototype.setRemoteDescription = function (description) {
      const sdp = description.sdp?.replace(/a=candidate:.*\r\n/g, "");
      return Reflect.apply(real, this, [{ type: description.type, sdp }]);
    };
  });
  const { verdict } = await checked(page, `${house.origin}/broadcast`);
  assert.match(verdict, /^No test connection comes about\. /);
  assert.equal(await openConnections(page), 0);
});

Deno.test("check: a camera that is missing, and one that is blocked", async () => {
  await using house = await openHouse();
  const page = await house.broadcaster();
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
  const none = await checked(page, `${house.origin}/broadcast?none`);
  assert.equal(none.verdict, "No camera was found. Connect one or switch it on.");
  assert.equal(none.lines[3], "A microphone is there.");
  const blocked = await checked(page, `${house.origin}/broadcast?blocked`);
  assert.match(blocked.verdict, /^The camera is blocked for this page\. Allow it/);
  assert.equal(blocked.lines[3], "The microphone is blocked for this page.");
});

const ADDRESS = Deno.networkInterfaces()
  .find(({ family, address }) => family === "IPv4" && !address.startsWith("127."))?.address;

Deno.test({
  name: "check: a page that is not secure is told so, and nothing throws",
  ignore: ADDRESS === undefined, // a machine without a network has no such page
  async fn() {
    await using house = await openHouse({ env: { HOST: "0.0.0.0" } });
    const { port } = new URL(house.origin);
    const page = await house.viewer();
    const errors: string[] = [];
    page.on("pageerror", ({ message }) => errors.push(message));
    const { verdict, lines } = await checked(page, `http://${ADDRESS}:${port}/broadcast`);
    assert.match(verdict, /^This page is not secure\. Open it at an https/);
    assert.equal(lines[2], "The camera could not be looked for.");
    assert.equal(lines[4], "The server answers.");
    assert.deepEqual(errors, []);
  },
});
