/** No newcomer spoils it for those seated: a lower rung, or a place in line. On real media. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { parseToViewer } from "@/signaling/protocol.ts";
import { expectMedia } from "../support/browser.ts";
import { openHouse } from "../support/house.ts";
import { sdpOf } from "../support/messages.ts";
import { outbound } from "../support/outbound.ts";
import { RawWire } from "../support/raw_wire.ts";
import { TestClient } from "../support/wire.ts";

const SDP = sdpOf(6_000);

async function goLiveHere(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Start broadcasting" }).click();
  await page.getByRole("button", { name: "Stop broadcasting" }).waitFor();
}

Deno.test("past the number set by hand a viewer reads its place in line, and gets in when another leaves", async () => {
  await using house = await openHouse();
  const broadcaster = await house.broadcaster();
  await broadcaster.goto(`${house.origin}/broadcast`);
  await broadcaster.locator("summary", { hasText: "Quality" }).click();
  await broadcaster.getByRole("radio", { name: "Set by hand" }).check();
  const most = broadcaster.getByLabel("Viewers at most");
  await most.fill("1");
  await goLiveHere(broadcaster);

  const watch = async () => {
    const viewer = await house.viewer();
    await viewer.goto(`${house.origin}/watch`);
    return viewer;
  };
  const first = await watch();
  await expectMedia(first);
  const second = await watch();
  await second.getByText("This stream is full").waitFor();
  await second.getByText("You are next.").waitFor();
  const third = await watch();
  await third.getByText("You are number 2 in line.").waitFor();
  await broadcaster.locator("summary", { hasText: "Viewers" }).click();
  await broadcaster.getByText("In line: 2").waitFor();
  await expectMedia(first);

  await first.close();
  await expectMedia(second);
  await third.getByText("You are next.").waitFor();
  await most.fill("2");
  await expectMedia(third);
  await broadcaster.getByText("In line: ").waitFor({ state: "detached" });
});

/** Frames a second that whoever of the first three gets fewest is sent. */
async function rateOfSeated(broadcaster: Page, viewer: Page): Promise<number> {
  const before = await outbound(broadcaster);
  await expectMedia(viewer, 60);
  const after = await outbound(broadcaster);
  const rates = before.slice(0, 3).map(({ at, frames }, index) =>
    (after[index].frames - frames) * 1_000 / (after[index].at - at)
  );
  return Math.min(...rates);
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
}

Deno.test("where the processor is at its limit, a fourth viewer does not slow down the three who are seated", async () => {
  await using house = await openHouse({ args: ["--use-fake-device-for-media-stream=fps=30"] });
  const broadcaster = await house.broadcaster();
  await broadcaster.goto(`${house.origin}/broadcast`);
  await broadcaster.locator("summary", { hasText: "Quality" }).click();
  await broadcaster.getByRole("radio", { name: "1080p" }).check();
  await goLiveHere(broadcaster);
  const viewers: Page[] = [];
  for (let index = 0; index < 3; index++) {
    const viewer = await house.viewer();
    await viewer.goto(`${house.origin}/watch`);
    await expectMedia(viewer);
    viewers.push(viewer);
  }
  await broadcaster.getByText(/^Automatic \(measured: \d+\)$/).waitFor();
  const without: number[] = [];
  const during: number[] = [];
  const places: (number | null)[] = [];
  // By turns: the senders find more bandwidth all the while, and more of it costs more.
  for (let turn = 0; turn < 5; turn++) {
    without.push(await rateOfSeated(broadcaster, viewers[0]));
    // A viewer without a browser: one that ran here would cost this machine what it costs its own.
    const fourth = new TestClient(await RawWire.open(house.origin), parseToViewer);
    fourth.send({ type: "watch", stream: "live", offer: { negotiation: 1, sdp: SDP } });
    const { place } = await fourth.next("about");
    places.push(place);
    during.push(await rateOfSeated(broadcaster, viewers[0]));
    fourth.send({ type: "leave" });
    await fourth.closed();
  }
  const all = (await outbound(broadcaster)).map(({ size }) => size).join(", ");
  const told = `${without} frames a second, with the fourth ${during}: ${all}`;
  assert.ok(median(during) >= 0.9 * median(without), told);
  // A moment without strain may let one in, and that one is sent little.
  assert.ok(places.includes(1), `in line: ${places}; ${told}`);
});
