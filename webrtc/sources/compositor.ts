/** Draws the camera over a corner of the shared screen, into one track. */
import { cornerBox, drawnSize } from "./arrangement.ts";
import { TrackPlayer } from "./track_player.ts";

const FRAME_RATE = 30;

export class Compositor {
  readonly track: MediaStreamTrack;
  readonly #canvas = document.createElement("canvas");
  readonly #brush = this.#canvas.getContext("2d", { alpha: false });
  readonly #screen = new TrackPlayer(document.createElement("video"));
  readonly #camera = new TrackPlayer(document.createElement("video"));
  readonly #ticker: Worker;
  #hasCamera = false;
  #isReady = false;

  /** @param changed called when `isReady` changes */
  constructor(readonly changed: () => void) {
    this.track = this.#canvas.captureStream(FRAME_RATE).getVideoTracks()[0];
    this.#ticker = new Worker(`/ticker.js?every=${Math.round(1_000 / FRAME_RATE)}`);
    this.#ticker.onmessage = () => this.#draw();
  }

  /** Whether `track` shows the screen now, and has shown a camera over it. */
  get isReady(): boolean {
    return this.#isReady;
  }

  show(screen: MediaStreamTrack, camera: MediaStreamTrack): void {
    this.#screen.show(screen);
    this.#camera.show(camera);
  }

  close(): void {
    this.#ticker.terminate();
    this.#ticker.onmessage = null; // ticks that are already on their way
    this.track.stop();
    for (const player of [this.#screen, this.#camera]) player.close();
  }

  #draw(): void {
    const isDrawn = this.#drawScreen();
    if (isDrawn) this.#hasCamera = this.#drawCamera() || this.#hasCamera;
    const isReady = isDrawn && this.#hasCamera;
    if (isReady === this.#isReady) return;
    this.#isReady = isReady;
    this.changed();
  }

  #drawScreen(): boolean {
    const { video } = this.#screen;
    const size = sizeOf(video);
    if (size === null || this.#brush === null) return false;
    const drawn = drawnSize(size);
    const { width, height } = drawn;
    if (this.#canvas.width !== width || this.#canvas.height !== height) {
      Object.assign(this.#canvas, drawn); // clears it
    }
    this.#brush.drawImage(video, 0, 0, width, height);
    return true;
  }

  #drawCamera(): boolean {
    const { video } = this.#camera;
    const size = sizeOf(video);
    if (size === null || this.#brush === null) return false;
    const { x, y, width, height } = cornerBox(this.#canvas, size);
    this.#brush.drawImage(video, x, y, width, height);
    return true;
  }
}

/** null: it is not playing a picture. (A paused element has a size too, but is drawn black.) */
function sizeOf({ videoWidth: width, videoHeight: height, readyState, paused }: HTMLVideoElement) {
  const isPlaying = !paused && readyState >= HTMLMediaElement.HAVE_CURRENT_DATA && width > 0;
  return isPlaying ? { width, height } : null;
}
