/** Takes camera and microphone for a broadcast, and has the picture give what was chosen. */
import type { BroadcastEvent } from "./broadcast_model.ts";
import { CaptureError } from "../sources/capture.ts";
import type { QualityControl } from "../encodings/quality_control.ts";
import type { Sources } from "../sources/sources.ts";
import type { BroadcastProblem, Device } from "../states.ts";

export class Capturing {
  /** The capture under way: what an older one still brings is not asked for any more. */
  #serial = 0;

  constructor(
    readonly sources: Sources,
    readonly quality: QualityControl,
    readonly happened: (event: BroadcastEvent) => void,
  ) {}

  async begin(wanted: readonly Device[]): Promise<void> {
    const { sources, quality, happened } = this;
    const serial = ++this.#serial;
    try {
      const faults = await sources.begin(wanted);
      if (serial !== this.#serial) return;
      quality.start();
      this.fit();
      happened({ type: "captured", faults, there: sources.there });
      for (const device of sources.taken) happened({ type: "device", device, present: false });
    } catch (error) {
      if (serial !== this.#serial) return;
      happened({ type: "not-captured", problem: problemOf(error) });
    }
  }

  /** To be called whenever the picture is another one. */
  fit(): void {
    const [picture] = this.sources.media.peek()?.getVideoTracks() ?? [];
    if (picture !== undefined) this.quality.fit(picture);
  }

  release(): void {
    this.#serial++;
    this.sources.release();
  }
}

/** Why there can be no broadcast at all. */
function problemOf(error: unknown): BroadcastProblem {
  const problem = error instanceof CaptureError ? error.problem : "unexpected";
  return problem === "insecure-page" || problem === "no-webrtc" ? problem : "unexpected";
}
