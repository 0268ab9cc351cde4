/** Has a sender encode as it is told. */
import { pickCodec } from "./codecs.ts";
import type { Encoding } from "./quality.ts";

type Sender = Pick<RTCRtpSender, "getParameters" | "setParameters">;

/**
 * One change at a time: `setParameters` wants what the last `getParameters` gave, and refuses it where another change
 * came between (WebRTC, 5.2). What was asked for meanwhile is done next, the newest alone.
 */
export class Sending {
  #wanted: Encoding | null = null;
  #done: Encoding | null = null;
  #busy = false;
  #sender: Sender | null;

  constructor(sender: Sender) {
    this.#sender = sender;
  }

  encode(encoding: Encoding): void {
    this.#wanted = encoding;
    if (!this.#busy) void this.#carryOut();
  }

  /**
   * The link is closed. Chromium may then never answer a change that is under way: whoever waits for it must not hold the
   * sender, and with it the connection.
   */
  close(): void {
    this.#sender = null;
    this.#wanted = null;
  }

  async #carryOut(): Promise<void> {
    this.#busy = true;
    while (this.#wanted !== null) {
      const wanted = this.#wanted;
      this.#wanted = null;
      if (this.#done !== null && isSame(this.#done, wanted)) continue;
      try {
        await this.#set(wanted);
        this.#done = wanted;
      } catch { /* the link is closed, or this browser cannot: it goes on as before */ }
    }
    this.#busy = false;
  }

  /** Not `async`: that would hold the sender for as long as the answer takes. */
  #set({ degradationPreference, codecs, ...limits }: Encoding): Promise<void> | undefined {
    const parameters = this.#sender?.getParameters();
    if (parameters === undefined) return undefined;
    parameters.degradationPreference = degradationPreference;
    // Who answers sends in the order of the offer (JSEP, 5.3.1): ours is said here (WebRTC Extensions, `codec`). A browser
    // without it ignores it.
    const sendable = globalThis.RTCRtpSender?.getCapabilities?.("video")?.codecs ?? [];
    const codec = pickCodec(codecs, sendable, parameters.codecs ?? []); // Firefox before 128 tells none
    for (const each of parameters.encodings) Object.assign(each, limits, codec && { codec });
    return this.#sender?.setParameters(parameters);
  }
}

function isSame(a: Encoding, b: Encoding): boolean {
  return a.maxBitrate === b.maxBitrate && a.maxFramerate === b.maxFramerate &&
    a.scaleResolutionDownBy === b.scaleResolutionDownBy &&
    a.degradationPreference === b.degradationPreference && a.codecs === b.codecs;
}
