/** Captures camera and microphone for a broadcast, and applies the quality settings to the picture. */
import type { BroadcastEvent } from "./broadcast_model.ts";
import { CaptureError } from "../sources/capture.ts";
import type { QualityControl } from "../encodings/quality_control.ts";
import type { Sources } from "../sources/sources.ts";
import type { BroadcastProblem, Device } from "../states.ts";

export class Capturing {
  /** The number of the newest capture. Results of older ones are ignored. */
  #newest = 0;

  constructor(
    readonly sources: Sources,
    readonly quality: QualityControl,
    readonly happened: (event: BroadcastEvent) => void,
  ) {}

  async begin(wanted: readonly Device[]): Promise<void> {
    const { sources, quality, happened } = this;
    const number = ++this.#newest;
    try {
      const faults = await sources.begin(wanted);
      if (number !== this.#newest) return;
      quality.start();
      this.fit();
      happened({ type: "captured", faults, sources: sources.captured });
      for (const device of sources.taken) happened({ type: "device", device, present: false });
    } catch (error) {
      if (number !== this.#newest) return;
      happened({ type: "not-captured", problem: problemOf(error) });
    }
  }

  /** Call this when the video track changes. */
  fit(): void {
    const [picture] = this.sources.media.peek()?.getVideoTracks() ?? [];
    if (picture !== undefined) this.quality.fit(picture);
  }

  release(): void {
    this.#newest++;
    this.sources.release();
  }
}

/** Why this page cannot broadcast at all. */
function problemOf(error: unknown): BroadcastProblem {
  const problem = error instanceof CaptureError ? error.problem : "unexpected";
  return problem === "insecure-page" || problem === "no-webrtc" ? problem : "unexpected";
}
