import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { expectMedia, goLive, mainButton, openConnections, received } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";

Deno.test("broadcast, then watch: the viewer gets picture and sound", async () => {
  await using site = await openTestSite();
  const { broadcaster } = await site.onAir();
  await broadcaster.getByText("1 watching").waitFor();
});

Deno.test("watch, then broadcast: a page that waits plays by itself", async () => {
  await using site = await openTestSite();
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch`);
  await viewer.getByText("Waiting for the broadcast to start").waitFor();
  await viewer.getByText("1 waiting").waitFor(); // not watching, because nothing is live
  await goLive(await site.broadcaster(), `${site.origin}/broadcast`);
  await expectMedia(viewer);
  await viewer.getByText("1 watching").waitFor();
});

Deno.test("three viewers: one leaves, its link and its slot go, the others play on", async () => {
  await using site = await openTestSite();
  const broadcaster = await site.broadcaster();
  await goLive(broadcaster, `${site.origin}/broadcast`);
  const viewers: Page[] = [];
  for (let i = 0; i < 3; i++) {
    const viewer = await site.viewer();
    await viewer.goto(`${site.origin}/watch`);
    viewers.push(viewer);
  }
  await broadcaster.getByText("3 watching").waitFor();
  await Promise.all(viewers.map((viewer) => expectMedia(viewer, 5)));

  const [leaver, ...others] = viewers;
  await leaver.close();
  await broadcaster.getByText("2 watching").waitFor();
  assert.equal(await openConnections(broadcaster), 2);
  await Promise.all(others.map((viewer) => expectMedia(viewer, 5)));
});

Deno.test("two streams at once: each viewer sees only its own", async () => {
  await using site = await openTestSite();
  const colours = { left: "#c00000", right: "#0000c0" };
  for (const [stream, colour] of Object.entries(colours)) {
    const broadcaster = await site.broadcaster();
    await broadcaster.addInitScript(showColour, colour);
    await goLive(broadcaster, `${site.origin}/broadcast/${stream}`);
  }
  const seen: Record<string, string> = {};
  for (const stream of Object.keys(colours)) {
    const viewer = await site.viewer();
    await viewer.goto(`${site.origin}/watch/${stream}`);
    await expectMedia(viewer, 5);
    seen[stream] = await mainColour(viewer);
  }
  assert.deepEqual(seen, { left: "red", right: "blue" });
});

Deno.test("Stop ends the stream for all viewers; Start plays it again on the same page", async () => {
  await using site = await openTestSite();
  const { broadcaster, viewer } = await site.onAir();

  await mainButton(broadcaster, "stop").click();
  await viewer.getByText("The broadcast has ended").waitFor();
  await viewer.getByText("1 waiting").waitFor();
  assert.equal(await openConnections(broadcaster), 0);
  const { framesDecoded } = await received(viewer);

  await mainButton(broadcaster, "start").click();
  await expectMedia(viewer);
  assert.ok((await received(viewer)).framesDecoded > framesDecoded);
});

Deno.test("the server restarts: the picture never stops, and new viewers can join", async () => {
  await using site = await openTestSite();
  const { broadcaster, viewer } = await site.onAir();
  await site.server.restart();
  await broadcaster.getByText("1 watching").waitFor();
  assert.equal(await openConnections(broadcaster), 1);
  await expectMedia(viewer);
  const newcomer = await site.viewer();
  await newcomer.goto(`${site.origin}/watch`);
  await expectMedia(newcomer, 5);
  assert.equal(await openConnections(viewer), 1, "the first viewer's link was left alone");
});

/** Runs in the page. Replaces the camera by a canvas of one colour, with a tone. */
function showColour(colour: string): void {
  navigator.mediaDevices.getUserMedia = () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 160, height: 120 });
    const context = canvas.getContext("2d");
    setInterval(() => {
      if (context === null) return;
      context.fillStyle = colour;
      context.fillRect(0, 0, 160, 120);
    }, 50);
    const audio = new AudioContext();
    const tone = audio.createOscillator();
    const destination = audio.createMediaStreamDestination();
    tone.connect(destination);
    tone.start();
    return Promise.resolve(
      new MediaStream([...canvas.captureStream().getTracks(), ...destination.stream.getTracks()]),
    );
  };
}

/** Which of the two colours the page's video shows. */
function mainColour(page: Page): Promise<string> {
  return page.locator("video").evaluate((video) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
    const context = canvas.getContext("2d");
    if (!(video instanceof HTMLVideoElement) || context === null) return "none";
    context.drawImage(video, 0, 0, 1, 1);
    const [red, , blue] = context.getImageData(0, 0, 1, 1).data;
    return red > blue ? "red" : "blue";
  });
}
