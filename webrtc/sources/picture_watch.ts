/** Looks whether a track gives a picture: any frame at all, and not black alone. */
import { type Clock, SYSTEM_CLOCK } from "@/common/clock.ts";
import { TrackPlayer } from "./track_player.ts";

/**
 * - `nothing`: no frame has come, as of a window that was minimised before it was shared
 * - `black`: all that comes is black, as some systems make of a minimised window, or a cover of a camera
 */
export type Seen = "picture" | "nothing" | "black";

/** How often to look, in milliseconds. */
const EVERY = 1_000;
/** A camera may take so long to start; a film may be black for so long. In milliseconds. */
const PATIENCE = { nothing: 5_000, black: 4_000 } as const;
/** The brightest that still is black: codecs and cameras round. Of 255. */
const BLACK = 8;
/** Small enough to cost nothing; a line of text still shows in it. */
const SIZE = { width: 64, height: 36 } as const;

export class PictureWatch {
  #seen: Seen = "picture";
  #track: MediaStreamTrack | null = null;
  /** Since when there was none, or a black one. */
  #since = 0;
  #eye: { readonly player: TrackPlayer; readonly brush: Brush | null } | null = null;
  #cancel = () => {};

  /** @param changed is called when something else is seen by itself */
  constructor(readonly changed: () => void, readonly clock: Clock = SYSTEM_CLOCK) {}

  get seen(): Seen {
    return this.#seen;
  }

  /** Looks at this track from now on; null: at none. */
  watch(track: MediaStreamTrack | null): void {
    if (track === this.#track) return;
    this.#track = track;
    this.#seen = "picture";
    this.#since = this.clock.now();
    this.#cancel();
    if (track === null) {
      this.#eye?.player.close();
      this.#eye = null;
      return;
    }
    this.#eye ??= newEye();
    this.#eye.player.show(track);
    this.#lookLater();
  }

  #lookLater(): void {
    this.#cancel = this.clock.after(EVERY, () => {
      this.#look();
      this.#lookLater();
    });
  }

  #look(): void {
    const now = this.clock.now();
    const found = this.#eye === null ? "picture" : look(this.#eye.player.video, this.#eye.brush);
    if (found === "picture") this.#since = now;
    const is = found !== "picture" && now - this.#since >= PATIENCE[found] ? found : "picture";
    if (is === this.#seen) return;
    this.#seen = is;
    this.changed();
  }
}

type Brush = CanvasRenderingContext2D;

function newEye() {
  const player = new TrackPlayer(document.createElement("video"));
  const canvas = Object.assign(document.createElement("canvas"), SIZE);
  const brush = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  return { player, brush };
}

function look(video: HTMLVideoElement, brush: Brush | null): Seen {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) {
    return "nothing";
  }
  if (brush === null) return "picture";
  const { width, height } = SIZE;
  brush.drawImage(video, 0, 0, width, height);
  const { data } = brush.getImageData(0, 0, width, height);
  return data.some((value, index) => index % 4 !== 3 && value > BLACK) ? "picture" : "black";
}
