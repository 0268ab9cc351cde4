/** Plays a track in a muted element, on screen or off it. */
import { onSignsOfReturn } from "@/common/return_signs.ts";
import { onUserActivation } from "@/common/user_activation.ts";

/**
 * The attribute `autoplay` is not enough: Chromium plays a muted element by it only where it is in sight. A `play()` that
 * was refused, or undone by the system, is tried again when the person uses the page or comes back to it.
 */
export class TrackPlayer {
  readonly #ends: readonly (() => void)[];

  constructor(readonly video: HTMLVideoElement) {
    video.muted = true;
    video.playsInline = true;
    const goOn = () => video.paused && this.#play();
    this.#ends = [onUserActivation(goOn), onSignsOfReturn(goOn)];
  }

  /** Shows that track, without a flicker where it is shown already. */
  show(track: MediaStreamTrack | null): void {
    const { srcObject } = this.video;
    if (srcObject instanceof MediaStream && srcObject.getTracks().at(0) === track) return;
    this.video.srcObject = track === null ? null : new MediaStream([track]);
    this.#play();
  }

  close(): void {
    for (const end of this.#ends) end();
    this.video.srcObject = null;
  }

  #play(): void {
    if (this.video.srcObject === null) return;
    this.video.play().catch(() => {}); // refused, or another track came in between
  }
}
