/**
 * Cameras and microphones that tests unplug, mute or refuse. Chromium's own fake devices cannot be unplugged: revoking
 * a permission ends both.
 */
import assert from "node:assert/strict";
import type { BrowserContext, Page } from "playwright-core";
import { PATIENCE, received, unmute } from "./browser.ts";
import { lasts } from "./lasts.ts";

export type Device = "camera" | "microphone";

const KINDS = { camera: "video", microphone: "audio" } as const;

/** From their next document on, this visitor's pages get one device that `pullOut` can unplug. */
export async function plugIn(visitor: BrowserContext, device: Device): Promise<void> {
  await visitor.addInitScript((kind) => {
    interface Generator extends MediaStreamTrack {
      readonly writable: WritableStream<unknown>;
    }
    type Generators = new (init: { readonly kind: string }) => Generator;
    type Processors = new (
      init: { readonly track: MediaStreamTrack },
    ) => { readonly readable: ReadableStream<unknown> };
    const page: object = globalThis; // without the packages' types, whose `kind` is too narrow
    const TrackGenerator: Generators = Reflect.get(page, "MediaStreamTrackGenerator");
    const TrackProcessor: Processors = Reflect.get(page, "MediaStreamTrackProcessor");
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined) return;
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    const enumerateDevices = mediaDevices.enumerateDevices.bind(mediaDevices);
    const plugged: MediaStreamTrack[] = [];
    const generated: MediaStreamTrack[] = [];
    let isOut = false;

    /** Wraps a track in one that ends as a real device's does: when its source ends, with an event. */
    const behindPlug = (track: MediaStreamTrack): MediaStreamTrack => {
      if (track.kind !== kind) return track;
      const generator = new TrackGenerator({ kind });
      Object.defineProperty(generator, "label", { value: track.label });
      generator.getSettings = () => track.getSettings();
      new TrackProcessor({ track }).readable.pipeTo(generator.writable).catch(() => {});
      plugged.push(track);
      generated.push(generator);
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
    // A program that takes the device mutes its tracks. A page cannot mute its own, so this only sends the event.
    const take = (isTaken: boolean) => {
      for (const track of generated) track.dispatchEvent(new Event(isTaken ? "mute" : "unmute"));
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

/** Waits until the viewer's page has received some more media from that device. */
export async function arrives(viewer: Page, device: Device): Promise<void> {
  const before = await received(viewer);
  const enough = device === "camera"
    ? (now: typeof before) => now.framesDecoded > before.framesDecoded + 10
    : (now: typeof before) =>
      now.audioSamples > before.audioSamples + 48_000 && now.audioEnergy > before.audioEnergy;
  const deadline = performance.now() + PATIENCE;
  while (!enough(await received(viewer))) {
    assert.ok(performance.now() < deadline, `nothing comes from the ${device}`);
    await unmute(viewer);
    await lasts(100);
  }
}

/**
 * What a browser answers when a page requests a device. `unanswered`: its prompt stays open until `answer`; the others
 * are explained at `DeviceFault`.
 */
export type Answer =
  | "missing"
  | "busy"
  | "refused"
  | "dismissed"
  | "blocked"
  | "unanswered";

/** From their next document on, this visitor's devices fail in these ways, with Chromium's errors, until `mend`. */
export async function spoil(
  visitor: BrowserContext | Page,
  answers: Partial<Record<Device, Answer>>,
): Promise<void> {
  await visitor.addInitScript((answers) => {
    const { mediaDevices, permissions } = navigator;
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    const enumerateDevices = mediaDevices.enumerateDevices.bind(mediaDevices);
    const query = permissions.query.bind(permissions);
    const requests: string[] = [];
    const tracks: MediaStreamTrack[] = [];
    let isMended = false;
    let answer = () => {};
    const answered = new Promise<void>((resolve) => answer = resolve);

    mediaDevices.getUserMedia = async (constraints = {}) => {
      const devices = (["camera", "microphone"] as const).filter((device) =>
        constraints[device === "camera" ? "video" : "audio"]
      );
      requests.push(devices.join("+"));
      const is = (answer: string) => devices.some((device) => answers[device] === answer);
      if (!isMended) {
        if (is("missing")) throw new DOMException("Requested device not found", "NotFoundError");
        if (is("refused")) throw new DOMException("Permission denied", "NotAllowedError");
        if (is("dismissed")) throw new DOMException("Permission dismissed", "NotAllowedError");
        if (is("blocked")) throw new DOMException("Permission denied by system", "NotAllowedError");
        if (is("unanswered")) await answered;
        if (is("busy")) throw new DOMException("Could not start source", "NotReadableError");
      }
      const media = await getUserMedia(constraints);
      tracks.push(...media.getTracks());
      return media;
    };
    mediaDevices.enumerateDevices = async () =>
      (await enumerateDevices()).filter(({ kind }) => {
        const device = kind === "videoinput" ? "camera" : "microphone";
        return isMended || kind === "audiooutput" || answers[device] !== "missing";
      });
    permissions.query = async (descriptor) => {
      const status = await query(descriptor);
      const { name } = descriptor;
      if ((name === "camera" || name === "microphone") && !isMended) {
        const answer = answers[name];
        if (answer === "refused") Object.defineProperty(status, "state", { value: "denied" });
        if (answer === "dismissed" || answer === "unanswered") {
          Object.defineProperty(status, "state", { value: "prompt" });
        }
      }
      return status;
    };
    const mend = () => isMended = true;
    Object.assign(globalThis, {
      testAsked: requests,
      testGiven: tracks,
      testMend: mend,
      testAnswer: answer,
    });
  }, answers);
}

/** The devices that the page has requested, in order. */
export function askedFor(page: Page): Promise<string[]> {
  return page.evaluate(() => Reflect.get(globalThis, "testAsked"));
}

/** Ends all faults: the user plugs the device in, closes the other program or allows access. */
export async function mend(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.get(globalThis, "testMend")());
}

/** The user allows access in the browser's prompt. */
export async function answer(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.get(globalThis, "testAnswer")());
}

/** The states of the tracks that the page got, in order. */
export function givenTracks(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const tracks: MediaStreamTrack[] = Reflect.get(globalThis, "testGiven");
    return tracks.map(({ readyState }) => readyState);
  });
}
