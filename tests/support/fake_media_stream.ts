/** Deno has no media: where a session hands a `MediaStream` on, this is enough of one. */
class FakeMediaStream {
  readonly #tracks: readonly MediaStreamTrack[];

  constructor(tracks: readonly MediaStreamTrack[] = []) {
    this.#tracks = tracks;
  }

  getTracks() {
    return [...this.#tracks];
  }

  getVideoTracks() {
    return this.#tracks.filter(({ kind }) => kind === "video");
  }

  getAudioTracks() {
    return this.#tracks.filter(({ kind }) => kind === "audio");
  }
}

Object.assign(globalThis, { MediaStream: FakeMediaStream });
