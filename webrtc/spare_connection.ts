/** A connection made ahead of the viewer that will get it: by then it has found its paths. */
import type { Clock } from "@/signaling/clock.ts";

/** How long the paths that it found are taken to be there still, in milliseconds. */
const FRESH = 60_000;

export class SpareConnection {
  #spare: { readonly connection: RTCPeerConnection; readonly made: string } | null = null;
  #cancel = () => {};

  constructor(readonly clock: Clock) {}

  /** Makes one, if there is none like it, and another whenever it is not fresh any more. */
  prepare(configuration: RTCConfiguration): void {
    if (this.#spare?.made === JSON.stringify(configuration)) return;
    this.drop();
    const connection = new RTCPeerConnection(configuration);
    this.#spare = { connection, made: JSON.stringify(configuration) };
    this.#cancel = this.clock.after(FRESH, () => {
      this.drop();
      this.prepare(configuration);
    });
  }

  /** The one that there is, if it was made with that configuration. It is the caller's from now on. */
  take(configuration: RTCConfiguration): RTCPeerConnection | null {
    const spare = this.#spare;
    if (spare?.made !== JSON.stringify(configuration)) return null;
    this.#spare = null;
    this.#cancel();
    return spare.connection;
  }

  /** Lets go of it. */
  drop(): void {
    this.#cancel();
    this.#spare?.connection.close();
    this.#spare = null;
  }
}
