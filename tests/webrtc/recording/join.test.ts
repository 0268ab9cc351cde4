/** Joins stretches of hand-made packets with known times, and reads the resulting file. */
import assert from "node:assert/strict";
import {
  BlobSource,
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  type InputTrack,
  Output,
  WEBM,
  WebMOutputFormat,
} from "mediabunny";
import { join } from "@/webrtc/recording/join.ts";
import { MemoryStore } from "@/webrtc/recording/memory_store.ts";

const TYPE = "video/webm;codecs=vp8,opus";

/** A stretch of one second as a MediaRecorder writes it: streamed, without a duration and an index. */
async function stretch(
  { video = true, audio = true, width = 640 }: { video?: boolean; audio?: boolean; width?: number },
): Promise<Uint8Array<ArrayBuffer>> {
  const target = new BufferTarget();
  const output = new Output({ format: new WebMOutputFormat({ appendOnly: true }), target });
  const picture = new EncodedVideoPacketSource("vp8");
  const sound = new EncodedAudioPacketSource("opus");
  if (video) output.addVideoTrack(picture);
  if (audio) output.addAudioTrack(sound);
  await output.start();
  for (let index = 0; index < 10; index++) {
    const packet = (data: number) =>
      new EncodedPacket(
        new Uint8Array([data, index]),
        index === 0 ? "key" : "delta",
        index / 10,
        0.1,
      );
    const frame = { codec: "vp8", codedWidth: width, codedHeight: 480 };
    const samples = { codec: "opus", numberOfChannels: 1, sampleRate: 48_000 };
    if (video) await picture.add(packet(0xaa), { decoderConfig: frame });
    if (audio) await sound.add(packet(0xbb).clone({ type: "key" }), { decoderConfig: samples });
  }
  await output.finalize();
  return new Uint8Array(target.buffer ?? assert.fail("nothing was written"));
}

interface Joined {
  readonly duration: number;
  /** The times of the packets that were recorded, in tenths of a second. */
  readonly video: readonly number[];
  readonly audio: readonly number[];
  /** The duration of silence instead of sound, in seconds. */
  readonly silence: number;
}

async function joined(
  stretches: readonly (readonly [number, Uint8Array<ArrayBuffer>])[],
): Promise<Joined> {
  const { writable, file } = await new MemoryStore().output();
  const times: number[] = [];
  await join(
    stretches.map(([at, bytes]) => ({ at, data: new Blob([bytes]) })),
    TYPE,
    writable,
    (time) => times.push(time),
  );
  assert.deepEqual(times, times.toSorted((one, other) => one - other), "progress goes on");
  using input = new Input({ source: new BlobSource(await file()), formats: [WEBM] });
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  const [pictures, sounds] = [await packets(video), await packets(audio)];
  const isSilence = ({ data }: EncodedPacket) => data.length === 3;
  return {
    duration: await input.computeDuration(),
    video: pictures.map(tenths),
    audio: sounds.filter((packet) => !isSilence(packet)).map(tenths),
    silence: sounds.filter(isSilence).length * 0.02,
  };
}

const tenths = ({ timestamp }: EncodedPacket) => Math.round(timestamp * 10);

async function packets(track: InputTrack | null): Promise<EncodedPacket[]> {
  return track === null ? [] : await Array.fromAsync(new EncodedPacketSink(track).packets());
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

Deno.test("stretches follow each other as they were recorded, whatever the size of their pictures", async () => {
  const file = await joined([[0, await stretch({})], [1_000, await stretch({ width: 320 })]]);
  assert.deepEqual(file.video, range(0, 20));
  assert.deepEqual(file.audio, range(0, 20));
  assert.equal(file.silence, 0);
  assert.ok(Math.abs(file.duration - 2) < 0.15, `${file.duration} s`);
});

Deno.test("a stretch that began before the previous one's end follows it", async () => {
  const file = await joined([[0, await stretch({})], [700, await stretch({})]]);
  // The duration of the last frame is not known.
  assert.deepEqual(file.video, [...range(0, 10), ...range(9, 19)]);
});

Deno.test("a pause stays a pause, with silence for the sound", async () => {
  const file = await joined([[0, await stretch({})], [2_000, await stretch({})]]);
  assert.deepEqual(file.video, [...range(0, 10), ...range(20, 30)]);
  assert.deepEqual(file.audio, [...range(0, 10), ...range(20, 30)]);
  assert.ok(Math.abs(file.silence - 1) < 0.1, `${file.silence} s`);
});

Deno.test("a recording that lacks sound for a while and a picture for a while has both in its file", async () => {
  const file = await joined([
    [0, await stretch({ audio: false })],
    [1_000, await stretch({})],
    [2_000, await stretch({ video: false })],
  ]);
  assert.deepEqual(file.video, range(0, 20));
  assert.deepEqual(file.audio, range(10, 30));
  assert.ok(Math.abs(file.silence - 1) < 0.15, `${file.silence} s`);
});

Deno.test("a stretch that was cut off gives what it has, and does not damage the others", async () => {
  const whole = await stretch({});
  for (let cut = 0; cut < whole.length; cut += 23) {
    const file = await joined([[0, whole], [1_000, whole.slice(0, cut)]]);
    assert.deepEqual(file.video.slice(0, 10), range(0, 10), `cut after ${cut} bytes`);
    assert.ok(file.video.length <= 20);
  }
});

Deno.test("if nothing can be read, nothing is written, and join() throws", async () => {
  let isAborted = false;
  const writable = new WritableStream({ abort: () => void (isAborted = true) });
  await assert.rejects(join([{ at: 0, data: new Blob(["no media"]) }], TYPE, writable));
  assert.ok(isAborted);
});
