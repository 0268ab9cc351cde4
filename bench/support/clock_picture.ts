/**
 * A video that shows the time as a bar code, and its reader: the age of a frame when it is painted, from canvas to screen.
 * The delay of camera and display is not included.
 */
import type { BrowserContext, Frame } from "playwright-core";
import * as v from "valibot";

/** Bits of the shown time, milliseconds since 1970: it wraps after about 17 minutes. */
const BITS = 20;
const SIZE = { width: 640, height: 360 };

/** Defines `testClock()` on the pages of this visitor: a stream of the clock, 30 frames a second, and of silence. */
export async function defineClock(visitor: BrowserContext): Promise<void> {
  await visitor.addInitScript(({ bits, width, height }) => {
    const open = (): MediaStream => {
      const canvas = Object.assign(document.createElement("canvas"), { width, height });
      const context = canvas.getContext("2d");
      let frame = 0;
      const draw = () => {
        requestAnimationFrame(draw);
        if (context === null || frame++ % 2 === 1) return; // of 60 a second
        const now = Date.now() % 2 ** bits;
        for (let bit = 0; bit < bits; bit++) {
          context.fillStyle = Math.floor(now / 2 ** bit) % 2 === 1 ? "white" : "black";
          context.fillRect(bit * width / bits, 0, width / bits, height);
        }
      };
      draw();
      const { stream: silence } = new AudioContext().createMediaStreamDestination();
      return new MediaStream([...canvas.captureStream().getTracks(), ...silence.getTracks()]);
    };
    Object.assign(globalThis, { testClock: open });
  }, { bits: BITS, ...SIZE });
}

/** Replaces the camera with the clock on the pages of this visitor. */
export async function giveClock(visitor: BrowserContext): Promise<void> {
  await defineClock(visitor);
  await visitor.addInitScript(() => {
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined) return; // an empty page
    const open: () => MediaStream = Reflect.get(globalThis, "testClock");
    mediaDevices.getUserMedia = () => Promise.resolve(open());
  });
}

/**
 * Reads the clock from a document's video as it is painted.
 * @param last how long to read, in milliseconds
 * @returns the age of each frame, in milliseconds, the oldest first
 */
export async function readClock(viewer: Frame, last: number): Promise<number[]> {
  const ages = await viewer.locator("video").first().evaluate(
    (video, { bits, width, last }) =>
      new Promise<number[]>((resolve, reject) => {
        const row = Object.assign(document.createElement("canvas"), { width, height: 1 });
        const context = row.getContext("2d", { willReadFrequently: true });
        if (!(video instanceof HTMLVideoElement) || context === null) {
          return reject(new Error("no video to read"));
        }
        const ages: number[] = [];
        const end = performance.now() + last;
        const read: VideoFrameRequestCallback = (now, { presentationTime }) => {
          const { videoWidth, videoHeight } = video;
          context.drawImage(video, 0, videoHeight / 2, videoWidth, 1, 0, 0, width, 1);
          const { data } = context.getImageData(0, 0, width, 1);
          let shown = 0;
          for (let bit = 0; bit < bits; bit++) {
            const middle = Math.floor((bit + 0.5) * width / bits);
            if (data[middle * 4] > 127) shown += 2 ** bit;
          }
          const painted = presentationTime + Date.now() - performance.now();
          ages.push((painted - shown) % 2 ** bits);
          if (now >= end) resolve(ages);
          else video.requestVideoFrameCallback(read);
        };
        video.requestVideoFrameCallback(read);
      }),
    { bits: BITS, width: SIZE.width, last },
  );
  return v.parse(v.array(v.number()), ages);
}
