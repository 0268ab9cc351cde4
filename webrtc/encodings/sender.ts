/** Applies encodings to an RTCRtpSender. */
import { pickCodec } from "./codecs.ts";
import type { Encoding } from "./quality.ts";

type Sender = Pick<RTCRtpSender, "getParameters" | "setParameters">;

/**
 * Makes one change at a time, because `setParameters` needs the result of the last `getParameters`, and fails if there was
 * another change in between (WebRTC, 5.2). Of the encodings that are set meanwhile, only the newest is applied.
 */
export class Sending {
  #wanted: Encoding | null = null;
  #applied: Encoding | null = null;
  #isBusy = false;
  #sender: Sender | null;

  constructor(sender: Sender) {
    this.#sender = sender;
  }

  encode(encoding: Encoding): void {
    this.#wanted = encoding;
    if (!this.#isBusy) void this.#apply();
  }

  /**
   * The link is closed. In Chromium a `setParameters` under way may then never settle, and must not keep the sender and its
   * connection in memory.
   */
  close(): void {
    this.#sender = null;
    this.#wanted = null;
  }

  async #apply(): Promise<void> {
    this.#isBusy = true;
    while (this.#wanted !== null) {
      const wanted = this.#wanted;
      this.#wanted = null;
      if (this.#applied !== null && isSame(this.#applied, wanted)) continue;
      try {
        await this.#set(wanted);
        this.#applied = wanted;
      } catch { /* the link is closed, or the browser cannot: the old encoding stays */ }
    }
    this.#isBusy = false;
  }

  /** Not `async`, because that would keep the sender in memory until `setParameters` settles. */
  #set({ degradationPreference, codecs, ...limits }: Encoding): Promise<void> | undefined {
    const parameters = this.#sender?.getParameters();
    if (parameters === undefined) return undefined;
    parameters.degradationPreference = degradationPreference;
    // The answer follows the offer's order of codecs (JSEP, 5.3.1), so set ours here (WebRTC Extensions, `codec`). Browsers
    // without this feature ignore it.
    const sendable = globalThis.RTCRtpSender?.getCapabilities?.("video")?.codecs ?? [];
    const codec = pickCodec(codecs, sendable, parameters.codecs ?? []); // Firefox before 128 has no `codecs`
    for (const each of parameters.encodings) Object.assign(each, limits, codec && { codec });
    return this.#sender?.setParameters(parameters);
  }
}

function isSame(a: Encoding, b: Encoding): boolean {
  return a.maxBitrate === b.maxBitrate && a.maxFramerate === b.maxFramerate &&
    a.scaleResolutionDownBy === b.scaleResolutionDownBy &&
    a.degradationPreference === b.degradationPreference && a.codecs === b.codecs;
}
