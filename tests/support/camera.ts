/** Cameras of any size. */
import type { BrowserContext, Page } from "playwright-core";
import { PATIENCE } from "./browser.ts";
import { lasts } from "./lasts.ts";

export interface CameraSize {
  readonly width: number;
  readonly height: number;
}

/** Two frames are enough, because Chromium starts again at the end of the file. */
const FRAMES = 2;

/**
 * A file that Chromium uses as a camera of that size, at 10 frames per second (`--use-file-for-fake-video-capture`).
 * Chromium crops and scales it as it does any camera's picture. Deleted on disposal.
 */
export async function cameraFile({ width, height }: CameraSize): Promise<
  AsyncDisposable & { readonly argument: string }
> {
  const path = await Deno.makeTempFile({ suffix: ".y4m" });
  const text = (words: string) => new TextEncoder().encode(`${words}\n`);
  const chroma = new Uint8Array(2 * Math.ceil(width / 2) * Math.ceil(height / 2)).fill(128);
  const parts = [text(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg`)];
  for (let frame = 0; frame < FRAMES; frame++) {
    parts.push(text("FRAME"), new Uint8Array(width * height).fill(100 + 10 * frame), chroma);
  }
  await Deno.writeFile(path, new Uint8Array(await new Blob(parts).arrayBuffer()));
  return {
    argument: `--use-file-for-fake-video-capture=${path}`,
    [Symbol.asyncDispose]: () => Deno.remove(path),
  };
}

/**
 * From their next document on, this visitor's pages get a camera whose picture is red on the left and green on the
 * right. `turnCamera` rotates it.
 */
export async function giveCamera(
  visitor: BrowserContext,
  size: CameraSize,
  facing?: "user" | "environment",
): Promise<void> {
  await visitor.addInitScript(({ size, facing }) => {
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined) return;
    const getUserMedia = mediaDevices.getUserMedia.bind(mediaDevices);
    const canvas = Object.assign(document.createElement("canvas"), size);
    const brush = canvas.getContext("2d");
    let frame = 0;
    setInterval(() => {
      if (brush === null) return;
      const { width, height } = canvas;
      brush.fillStyle = "#ff0000";
      brush.fillRect(0, 0, width / 2, height);
      brush.fillStyle = "#00ff00";
      brush.fillRect(width / 2, 0, width / 2, height);
      brush.fillStyle = frame++ % 2 === 0 ? "#ffffff" : "#000000";
      brush.fillRect(0, 0, 8, 8); // a change, so that there is a frame
    }, 100);
    mediaDevices.getUserMedia = async (constraints = {}) => {
      if (!constraints.video) return await getUserMedia(constraints);
      const media = constraints.audio ? await getUserMedia({ audio: true }) : new MediaStream();
      const [picture] = canvas.captureStream(10).getVideoTracks();
      const getSettings = picture.getSettings.bind(picture);
      picture.getSettings = () => ({ ...getSettings(), ...facing && { facingMode: facing } });
      media.addTrack(picture);
      return media;
    };
    const turn = () => {
      const { width, height } = canvas;
      Object.assign(canvas, { width: height, height: width });
    };
    Object.assign(globalThis, { testTurn: turn });
  }, { size, facing });
}

/** The user rotates the phone. */
export async function turnCamera(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.get(globalThis, "testTurn")());
}

/** Waits until the page's video has that size. */
export async function showsSize(page: Page, { width, height }: CameraSize): Promise<void> {
  const video = page.locator("video");
  const sizeOf = () =>
    video.evaluate((video) =>
      video instanceof HTMLVideoElement ? `${video.videoWidth} × ${video.videoHeight}` : ""
    );
  const start = performance.now();
  let size = "";
  while ((size = await sizeOf()) !== `${width} × ${height}`) {
    if (performance.now() - start > PATIENCE) throw new Error(`${size}, not ${width} × ${height}`);
    await lasts(100);
  }
}
