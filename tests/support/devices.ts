/** A camera or a microphone that can be pulled out. Chromium's own fakes cannot: taking back a permission ends both. */
import type { BrowserContext, Page } from "playwright-core";

export type Device = "camera" | "microphone";

const KINDS = { camera: "video", microphone: "audio" } as const;

/** From their next document on, this visitor's pages are given one device behind a plug. */
export async function plugIn(visitor: BrowserContext, device: Device): Promise<void> {
  await visitor.addInitScript((kind) => {
    interface Generator extends MediaStreamTrack {
      readonly writable: WritableStream<unknown>;
    }
    type Generators = new (init: { readonly kind: string }) => Generator;
    type Processors = new (
      init: { readonly track: MediaStreamTrack },
    ) => { readonly readable: ReadableStream<unknown> };
    const page: object = globalThis; // without the types that packages give it, which know no kind but their own
    const TrackGenerator: Generators = Reflect.get(page, "MediaStreamTrackGenerator");
    const TrackProcessor: Processors = Reflect.get(page, "MediaStreamTrackProcessor");
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined) return;
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    const enumerateDevices = mediaDevices.enumerateDevices.bind(mediaDevices);
    const plugged: MediaStreamTrack[] = [];
    const given: MediaStreamTrack[] = [];
    let isOut = false;

    /** The same track, but one that ends as a real device's does: with its source, and an event. */
    const behindPlug = (track: MediaStreamTrack): MediaStreamTrack => {
      if (track.kind !== kind) return track;
      const generator = new TrackGenerator({ kind });
      Object.defineProperty(generator, "label", { value: track.label });
      generator.getSettings = () => track.getSettings();
      new TrackProcessor({ track }).readable.pipeTo(generator.writable).catch(() => {});
      plugged.push(track);
      given.push(generator);
      return generator;
    };
    mediaDevices.getUserMedia = async (constraints) => {
      if (isOut && constraints?.[kind]) throw new DOMException("no such device", "NotFoundError");
      return new MediaStream((await getUserMedia(constraints)).getTracks().map(behindPlug));
    };
    mediaDevices.enumerateDevices = async () =>
      (await enumerateDevices()).filter((device) => !isOut || device.kind !== `${kind}input`);
    const pullOut = () => {
      isOut = true;
      for (const track of plugged) track.stop();
      mediaDevices.dispatchEvent(new Event("devicechange"));
    };
    // Another program that has the device mutes its tracks (no browser lets a page do that to its own).
    const take = (isTaken: boolean) => {
      for (const track of given) track.dispatchEvent(new Event(isTaken ? "mute" : "unmute"));
    };
    Object.assign(globalThis, { testPullOut: pullOut, testTake: take });
  }, KINDS[device]);
}

/** Another program takes the device, or gives it back. */
export async function take(page: Page, isTaken: boolean): Promise<void> {
  await page.evaluate((isTaken) => Reflect.get(globalThis, "testTake")(isTaken), isTaken);
}

export async function pullOut(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.get(globalThis, "testPullOut")());
}
