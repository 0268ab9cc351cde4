/** Checks whether a track gives a picture: frames that are not all black. */
import { type Clock, SYSTEM_CLOCK } from "@/common/clock.ts";
import { TrackPlayer } from "./track_player.ts";

/**
 * - `nothing`: no frame has come, for example because a window was minimised before it was shared
 * - `black`: all frames are black, because some systems send a minimised window so, or because the camera is covered
 */
export type Seen = "picture" | "nothing" | "black";

/** In milliseconds. */
const CHECK_INTERVAL = 1_000;
/** How long to wait before reporting, in milliseconds: a camera takes time to start, and a film may be black for a while. */
const PATIENCE = { nothing: 5_000, black: 4_000 } as const;
/** The brightest value of 255 that counts as black, because codecs and cameras round. */
const BLACK = 8;
/** Small enough to cost nothing, and large enough for a line of text to show. */
const SIZE = { width: 64, height: 36 } as const;

export class PictureWatch {
  #seen: Seen = "picture";
  #track: MediaStreamTrack | null = null;
  /** When there was last a picture. */
  #pictureAt = 0;
  #probe: { readonly player: TrackPlayer; readonly context: Context | null } | null = null;
  #cancel = () => {};

  /** @param changed called when `seen` changes; not when `watch` resets it */
  constructor(readonly changed: () => void, readonly clock: Clock = SYSTEM_CLOCK) {}

  get seen(): Seen {
    return this.#seen;
  }

  /** Checks this track from now on; null: none. */
  watch(track: MediaStreamTrack | null): void {
    if (track === this.#track) return;
    this.#track = track;
    this.#seen = "picture";
    this.#pictureAt = this.clock.now();
    this.#cancel();
    if (track === null) {
      this.#probe?.player.close();
      this.#probe = null;
      return;
    }
    this.#probe ??= newProbe();
    this.#probe.player.show(track);
    this.#checkLater();
  }

  #checkLater(): void {
    this.#cancel = this.clock.after(CHECK_INTERVAL, () => {
      this.#check();
      this.#checkLater();
    });
  }

  #check(): void {
    const now = this.clock.now();
    const probe = this.#probe;
    const found = probe === null ? "picture" : look(probe.player.video, probe.context);
    if (found === "picture") this.#pictureAt = now;
    const isLasting = found !== "picture" && now - this.#pictureAt >= PATIENCE[found];
    const seen = isLasting ? found : "picture";
    if (seen === this.#seen) return;
    this.#seen = seen;
    this.changed();
  }
}

type Context = CanvasRenderingContext2D;

function newProbe() {
  const player = new TrackPlayer(document.createElement("video"));
  const canvas = Object.assign(document.createElement("canvas"), SIZE);
  const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
  return { player, context };
}

function look(video: HTMLVideoElement, context: Context | null): Seen {
  if (video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA || video.videoWidth === 0) {
    return "nothing";
  }
  if (context === null) return "picture";
  const { width, height } = SIZE;
  context.drawImage(video, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  return data.some((value, index) => index % 4 !== 3 && value > BLACK) ? "picture" : "black";
}
