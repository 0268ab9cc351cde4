/** Deno has no `MediaStream`. This one is enough where a session only passes a stream on. */
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
