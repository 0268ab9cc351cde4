/** Plays a track in a muted element, on screen or off it. */
import { onSignsOfReturn } from "@/common/return_signs.ts";
import { onUserActivation } from "@/common/user_activation.ts";

/**
 * The attribute `autoplay` is not enough, because Chromium applies it to muted elements only while they are visible. If
 * `play()` was refused or the system paused the element, it is tried again when the person uses the page or returns to it.
 */
export class TrackPlayer {
  readonly #stops: readonly (() => void)[];

  constructor(readonly video: HTMLVideoElement) {
    video.muted = true;
    video.playsInline = true;
    const tryPlay = () => video.paused && this.#play();
    this.#stops = [onUserActivation(tryPlay), onSignsOfReturn(tryPlay)];
  }

  /** Shows the track. Does not flicker if it is shown already. */
  show(track: MediaStreamTrack | null): void {
    const { srcObject } = this.video;
    if (srcObject instanceof MediaStream && srcObject.getTracks().at(0) === track) return;
    this.video.srcObject = track === null ? null : new MediaStream([track]);
    this.#play();
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.video.srcObject = null;
  }

  #play(): void {
    if (this.video.srcObject === null) return;
    this.video.play().catch(() => {}); // refused, or interrupted by another track
  }
}
