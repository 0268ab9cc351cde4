/** A fake shared screen: plain blue, with a tone. A headless browser has no screen, and no user to choose one. */
import type { BrowserContext, Page } from "playwright-core";

/** The tone, in hertz. */
export const SCREEN_TONE = 1_500;

export const SCREEN_SIZE = { width: 640, height: 360 };

/** From their next document on, this visitor's pages share this screen. */
export async function giveScreen(visitor: BrowserContext, size = SCREEN_SIZE): Promise<void> {
  await visitor.addInitScript(({ size, tone }) => {
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined) return;
    let shared: MediaStream | null = null;
    mediaDevices.getDisplayMedia = () => {
      const canvas = Object.assign(document.createElement("canvas"), size);
      const brush = canvas.getContext("2d");
      const stream = canvas.captureStream(10);
      const paint = (frame: number) => {
        if (brush === null) return;
        brush.fillStyle = "#0000ff";
        brush.fillRect(0, 0, size.width, size.height);
        brush.fillStyle = frame % 2 === 0 ? "#ffffff" : "#000000";
        brush.fillRect(0, 0, 8, 8); // a change, so that there is a frame
      };
      let frame = 0;
      const timer = setInterval(() => {
        paint(frame++);
        if (stream.getVideoTracks()[0].readyState === "ended") clearInterval(timer);
      }, 100);
      const context = new AudioContext();
      const oscillator = new OscillatorNode(context, { frequency: tone });
      const output = context.createMediaStreamDestination();
      oscillator.connect(new GainNode(context, { gain: 0.3 })).connect(output);
      oscillator.start();
      stream.addTrack(output.stream.getAudioTracks()[0]);
      shared = stream;
      return Promise.resolve(stream);
    };
    // The browser's own "Stop sharing": the tracks end, with an event.
    const stopSharing = () => {
      for (const track of shared?.getTracks() ?? []) {
        track.stop();
        track.dispatchEvent(new Event("ended"));
      }
    };
    Object.assign(globalThis, { testStopSharing: stopSharing });
  }, { size, tone: SCREEN_TONE });
}

/** The user presses the browser's own "Stop sharing". */
export async function stopSharing(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.get(globalThis, "testStopSharing")());
}

export type Colour = readonly [red: number, green: number, blue: number];

/** The colour that the page's video shows at a place: 0 to 1 from the left and from the top. */
export function colourAt(page: Page, x: number, y: number): Promise<Colour> {
  return page.locator("video").evaluate((video, { x, y }) => {
    if (!(video instanceof HTMLVideoElement)) throw new TypeError("no video");
    const canvas = new OffscreenCanvas(1, 1);
    const brush = canvas.getContext("2d");
    if (brush === null) throw new TypeError("no canvas");
    brush.drawImage(video, video.videoWidth * x, video.videoHeight * y, 1, 1, 0, 0, 1, 1);
    const [red, green, blue] = brush.getImageData(0, 0, 1, 1).data;
    return [red, green, blue] as const;
  }, { x, y });
}

export function isBlue([red, green, blue]: Colour): boolean {
  return blue > 180 && red < 80 && green < 80;
}

export function isBlack(colour: Colour): boolean {
  return colour.every((part) => part < 24);
}

/** Analyses the sound of the page's video from now on, for `loudnessAt`. */
export async function listen(page: Page): Promise<void> {
  await page.locator("video").evaluate((video) => {
    if (!(video instanceof HTMLVideoElement) || !(video.srcObject instanceof MediaStream)) {
      throw new TypeError("nothing plays");
    }
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(video.srcObject).connect(analyser);
    const loudnessAt = (hertz: number) => {
      const decibels = new Float32Array(analyser.frequencyBinCount);
      analyser.getFloatFrequencyData(decibels);
      return decibels[Math.round(hertz / (context.sampleRate / analyser.fftSize))];
    };
    Object.assign(globalThis, { testLoudnessAt: loudnessAt });
  });
}

/** How loud a frequency is in the sound of the page's video, in dBFS. */
export function loudnessAt(page: Page, hertz: number): Promise<number> {
  return page.evaluate((hertz) => Reflect.get(globalThis, "testLoudnessAt")(hertz), hertz);
}

/**
 * From their next document on, this visitor's pages share a window.
 * @param colour null: the window gives no frame at all
 * @param frames how many frames the window gives before it stops
 */
export async function giveWindow(
  visitor: BrowserContext,
  colour: string | null,
  frames = Number.MAX_SAFE_INTEGER,
): Promise<void> {
  await visitor.addInitScript(({ size, colour, frames }) => {
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined) return;
    mediaDevices.getDisplayMedia = () => {
      const canvas = Object.assign(document.createElement("canvas"), size);
      const brush = canvas.getContext("2d");
      const stream = canvas.captureStream();
      let left = colour === null ? 0 : frames;
      setInterval(() => {
        if (brush === null || left-- <= 0) return;
        brush.fillStyle = String(colour);
        brush.fillRect(0, 0, size.width, size.height);
      }, 100);
      Object.assign(globalThis, { testWindow: stream.getVideoTracks()[0] });
      return Promise.resolve(stream);
    };
  }, { size: SCREEN_SIZE, colour, frames });
}

/** Minimises or restores the shared window: browsers then mute or unmute its track, which a page cannot do itself. */
export async function minimize(page: Page, isMinimized: boolean): Promise<void> {
  await page.evaluate((isMinimized) => {
    const track: MediaStreamTrack = Reflect.get(globalThis, "testWindow");
    track.dispatchEvent(new Event(isMinimized ? "mute" : "unmute"));
  }, isMinimized);
}
