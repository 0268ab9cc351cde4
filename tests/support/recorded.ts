/** Plays a recording that a page saved, in a browser. */
import { Buffer } from "node:buffer";
import { arrayBuffer } from "node:stream/consumers";
import type { Download, Page } from "playwright-core";
import type { TestSite } from "./test_site.ts";

export interface Played {
  /** In seconds. */
  readonly duration: number;
  readonly sizes: readonly string[];
  /** How many frames the whole file has, played from beginning to end. */
  readonly frames: number;
  /** The position after seeking to the middle, in seconds. */
  readonly middle: number;
  /** The picture's colour at the middle, and near the beginning and the end: red, green, blue. */
  readonly colours: Readonly<Record<"first" | "middle" | "last", readonly number[]>>;
  /** The loudest sample of each half of the sound, from 0 to 1. */
  readonly loudest: readonly number[];
  /** In seconds. */
  readonly soundLength: number;
}

/** Waits until the page shows that so many seconds are recorded. */
export async function recorded(page: Page, seconds: number): Promise<void> {
  await page.waitForFunction((seconds) => {
    const time = document.querySelector<HTMLTimeElement>("[role=timer].record-now time");
    return Number(time?.dateTime.match(/[\d.]+/)?.[0]) >= seconds;
  }, seconds);
}

/** The content of the file. */
export async function bytesOf(download: Download): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await arrayBuffer(await download.createReadStream()));
}

export async function play(site: TestSite, download: Download): Promise<Played> {
  const page = await site.viewer();
  await page.setContent("<input type=file><video muted></video>");
  await page.locator("input").setInputFiles({
    name: download.suggestedFilename(),
    mimeType: "", // the browser detects it
    buffer: Buffer.from(await bytesOf(download)),
  });
  const played = await readIn(page);
  await page.context().close();
  return played;
}

function readIn(page: Page): Promise<Played> {
  return page.evaluate(async () => {
    const [video, input] = [document.querySelector("video"), document.querySelector("input")];
    const file = input?.files?.[0];
    if (video === null || file === undefined) throw new Error("no file");
    const happens = (event: string) =>
      new Promise<void>((resolve, reject) => {
        video.addEventListener(event, () => resolve(), { once: true });
        video.onerror = () => reject(new Error(`cannot be played: ${video.error?.message}`));
      });
    const loaded = happens("loadedmetadata");
    video.src = URL.createObjectURL(file);
    await loaded;
    const { duration } = video;

    const colourAt = async (time: number) => {
      const sought = happens("seeked");
      // The frame may be painted a little later. None is painted if the seek leads to the frame already shown.
      const shown = new Promise<void>((resolve) => {
        video.requestVideoFrameCallback(() => resolve());
        sought.then(() => setTimeout(resolve, 1_000));
      });
      video.currentTime = time;
      await Promise.all([sought, shown]);
      const canvas = document.createElement("canvas");
      const context = canvas.getContext("2d");
      context?.drawImage(video, 0, 0, 1, 1);
      return [...context?.getImageData(0, 0, 1, 1).data.slice(0, 3) ?? []];
    };
    const colours = {
      first: await colourAt(0.2),
      last: await colourAt(duration - 0.3),
      middle: await colourAt(duration / 2),
    };
    const middle = video.currentTime;

    const sought = happens("seeked");
    video.currentTime = 0;
    await sought;
    const sizes = new Set([`${video.videoWidth}x${video.videoHeight}`]);
    video.onresize = () => sizes.add(`${video.videoWidth}x${video.videoHeight}`);
    // Decoded frames, because this machine may be too slow to paint each of them.
    const decoded = () => video.getVideoPlaybackQuality().totalVideoFrames;
    const before = decoded();
    const ended = happens("ended");
    await video.play();
    await ended;
    const frames = decoded() - before;

    const sound = await new OfflineAudioContext(1, 1, 48_000)
      .decodeAudioData(await file.arrayBuffer());
    const samples = sound.getChannelData(0);
    const half = samples.length / 2;
    const loudest = [samples.slice(0, half), samples.slice(half)].map((part) =>
      part.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0)
    );
    return {
      duration,
      sizes: [...sizes],
      frames,
      middle,
      colours,
      loudest,
      soundLength: sound.duration,
    };
  });
}
