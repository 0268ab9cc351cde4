/** The camera in a corner over the shared screen, drawn into one track. */
import { cornerBox, drawnSize } from "./arrangement.ts";
import { showTrack } from "./show_track.ts";

const FRAME_RATE = 30;

export class Compositor {
  readonly track: MediaStreamTrack;
  readonly #canvas = document.createElement("canvas");
  readonly #brush = this.#canvas.getContext("2d", { alpha: false });
  readonly #screen = videoElement();
  readonly #camera = videoElement();
  readonly #ticker: Worker;
  #isReady = false;

  /** @param ready is called once both have been drawn for the first time */
  constructor(readonly ready: () => void) {
    this.track = this.#canvas.captureStream(FRAME_RATE).getVideoTracks()[0];
    this.#ticker = new Worker(`/ticker.js?every=${Math.round(1_000 / FRAME_RATE)}`);
    this.#ticker.onmessage = () => this.#draw();
  }

  /** Whether `track` shows both by now. */
  get isReady(): boolean {
    return this.#isReady;
  }

  show(screen: MediaStreamTrack, camera: MediaStreamTrack): void {
    showTrack(this.#screen, screen);
    showTrack(this.#camera, camera);
  }

  close(): void {
    this.#ticker.terminate();
    this.track.stop();
    for (const video of [this.#screen, this.#camera]) video.srcObject = null;
  }

  #draw(): void {
    const screen = sizeOf(this.#screen);
    const camera = sizeOf(this.#camera);
    if (screen === null || this.#brush === null) return;
    const size = drawnSize(screen);
    const { width, height } = size;
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      Object.assign(this.#canvas, size); // clears it
    }
    this.#brush.drawImage(this.#screen, 0, 0, width, height);
    if (camera === null) return;
    const box = cornerBox(size, camera);
    this.#brush.drawImage(this.#camera, box.x, box.y, box.width, box.height);
    if (this.#isReady) return;
    this.#isReady = true;
    this.ready();
  }
}

function videoElement(): HTMLVideoElement {
  const video = document.createElement("video");
  video.muted = true;
  video.playsInline = true;
  video.autoplay = true;
  return video;
}

/** null: it has no picture yet. */
function sizeOf({ videoWidth: width, videoHeight: height, readyState }: HTMLVideoElement) {
  return readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && width > 0 ? { width, height } : null;
}
