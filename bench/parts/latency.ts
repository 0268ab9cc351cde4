/** From paint to paint: how old the picture is that a viewer sees. */
import type { Browser, Page } from "playwright-core";
import { launchBrowser, visitor } from "../../tests/support/browser.ts";
import { startServer } from "../../tests/support/server_process.ts";
import { goLive } from "../../tests/support/browser.ts";
import { defineClock, giveClock, readClock } from "../support/clock_picture.ts";
import { firstFrame } from "../support/moments.ts";
import { recordFrames } from "../../tests/support/frames.ts";
import type { Measurement, Options, Part } from "../support/part.ts";
import { median } from "../support/statistics.ts";
import { byTurns } from "../support/turns.ts";

/** In milliseconds: until both ends know how fast they may be, and then for how long. */
const SETTLE = 5_000;
const LAST = 55_000;
const RUNS = 5;

export const latency: Part = {
  name: "latency",
  about:
    "milliseconds from a canvas of the broadcaster's page to the viewer's screen, 640×360 with 30 frames a " +
    "second on one machine, median of 55 s; camera and display are left out. bare: two RTCPeerConnections in one " +
    "page, with the same tracks and no settings",
  async measure({ runs }: Options): Promise<readonly Measurement[]> {
    const contenders = new Map([["tuila", onPages], ["bare", betweenConnections]]);
    const turns = await byTurns("paint to paint", runs ?? RUNS, contenders);
    return [{
      metric: "paint to paint",
      unit: "ms",
      better: "lower",
      ...turns,
      goals: [{ of: "bare", times: 1.05 }],
    }];
  },
};

async function onPages(): Promise<number> {
  await using server = await startServer();
  await using things = new AsyncDisposableStack();
  const browser = await launch(things);
  const broadcaster = await visitor(browser, { camera: true });
  await giveClock(broadcaster);
  await goLive(await broadcaster.newPage(), `${server.origin}/broadcast`);
  const viewer = await visitor(browser);
  await recordFrames(viewer);
  const page = await viewer.newPage();
  await page.goto(`${server.origin}/watch`);
  await firstFrame(page);
  return await age(page);
}

async function betweenConnections(): Promise<number> {
  await using things = new AsyncDisposableStack();
  const visit = await visitor(await launch(things));
  await defineClock(visit);
  const page = await visit.newPage();
  await page.goto("about:blank");
  await page.evaluate(async () => {
    const video = Object.assign(document.createElement("video"), { autoplay: true, muted: true });
    document.body.append(video);
    const [sender, receiver] = [new RTCPeerConnection(), new RTCPeerConnection()];
    sender.onicecandidate = ({ candidate }) => receiver.addIceCandidate(candidate ?? undefined);
    receiver.onicecandidate = ({ candidate }) => sender.addIceCandidate(candidate ?? undefined);
    receiver.ontrack = ({ streams: [stream] }) => void (video.srcObject = stream);
    const open: () => MediaStream = Reflect.get(globalThis, "testClock");
    const stream = open();
    for (const track of stream.getTracks()) sender.addTrack(track, stream);
    await sender.setLocalDescription();
    await receiver.setRemoteDescription(sender.localDescription ?? { type: "offer" });
    await receiver.setLocalDescription();
    await sender.setRemoteDescription(receiver.localDescription ?? { type: "answer" });
  });
  return await age(page);
}

async function launch(things: AsyncDisposableStack): Promise<Browser> {
  return things.adopt(await launchBrowser(), (browser) => browser.close());
}

async function age(page: Page): Promise<number> {
  await readClock(page, SETTLE);
  return median(await readClock(page, LAST));
}
