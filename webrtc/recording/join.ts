/**
 * Joins a recording's stretches into one file without re-encoding, with a duration and an index so that players can seek.
 * Loaded on demand when a recording is saved, because the container library is large.
 */
import {
  BlobSource,
  EncodedAudioPacketSource,
  EncodedPacket,
  EncodedPacketSink,
  EncodedVideoPacketSource,
  Input,
  type InputAudioTrack,
  type InputVideoTrack,
  MP4,
  Mp4OutputFormat,
  Output,
  StreamTarget,
  WEBM,
  WebMOutputFormat,
} from "mediabunny";
import type { Output as Destination, Stretch } from "./store.ts";

/** An opened stretch. */
interface Part {
  readonly at: number;
  readonly video: InputVideoTrack | null;
  readonly audio: InputAudioTrack | null;
}

/** An output track. Times are in seconds. */
interface Lane {
  readonly inputOf: (part: Part) => InputVideoTrack | InputAudioTrack | null;
  readonly add: (packet: EncodedPacket) => Promise<void>;
  /** Fills a gap up to this time, if the track needs that. */
  readonly fill: (until: number) => Promise<void>;
}

/**
 * Closes `writable`, or aborts it if joining fails.
 * @param progress receives the reached time, in milliseconds of the recording
 * @throws if nothing can be read, or writing fails
 */
export async function join(
  stretches: readonly Stretch[],
  mimeType: string,
  writable: Destination["writable"],
  progress: (time: number) => void = () => {},
): Promise<void> {
  const writer = writable.getWriter();
  const inputs = stretches.map(({ at, data }) => ({
    at,
    input: new Input({ source: new BlobSource(data), formats: [WEBM, MP4] }),
  }));
  try {
    const parts = (await Promise.all(inputs.map(open))).filter((part) => part !== null);
    const isMp4 = mimeType.startsWith("video/mp4");
    const output = new Output({
      format: isMp4 ? new Mp4OutputFormat({ fastStart: false }) : new WebMOutputFormat(),
      target: new StreamTarget(new WritableStream({ write: (part) => writer.write(part) }), {
        chunked: true,
      }),
    });
    const lanes = (await Promise.all([videoLane(parts, output), audioLane(parts, output)]))
      .filter((lane) => lane !== null);
    if (lanes.length === 0) throw new Error("Nothing was recorded");
    await output.start();
    let end = 0;
    for (const part of parts) {
      // Not before the end of the previous part.
      const offset = Math.max(part.at / 1_000, end);
      for await (const { lane, packet } of inOrder(lanes, part)) {
        const timestamp = Math.max(0, packet.timestamp) + offset;
        for (const each of lanes) await each.fill(timestamp);
        await lane.add(packet.clone({ timestamp }));
        end = Math.max(end, timestamp + packet.duration);
        progress(end * 1_000);
      }
    }
    await output.finalize();
    await writer.close();
  } catch (error) {
    await writer.abort().catch(() => {}); // a broken file may not be abortable either
    throw error;
  } finally {
    for (const { input } of inputs) input.dispose();
  }
}

/** Null: the stretch was cut off before its first frame. */
async function open({ at, input }: { at: number; input: Input }): Promise<Part | null> {
  if (!await input.canRead()) return null;
  const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
  return { at, video, audio };
}

/** Parts may differ in resolution: VP8 and VP9 contain it in each key frame. */
async function videoLane(parts: readonly Part[], output: Output): Promise<Lane | null> {
  const first = parts.find(({ video }) => video !== null)?.video;
  const codec = await first?.getCodec() ?? null;
  const decoderConfig = await first?.getDecoderConfig() ?? null;
  if (codec === null || decoderConfig === null) return null;
  const source = new EncodedVideoPacketSource(codec);
  output.addVideoTrack(source);
  return {
    inputOf: ({ video }) => video,
    add: (packet) => source.add(packet, { decoderConfig }),
    fill: () => Promise.resolve(), // players keep showing the last picture
  };
}

/** Gaps in the sound shorter than this are not filled. In seconds. */
const SILENCE_AFTER = 0.1;
/** RFC 6716, 3.1: an empty CELT frame of 20 ms. */
const SILENCE = new Uint8Array([0xf8, 0xff, 0xfe]);
const SILENCE_LENGTH = 0.02;

/**
 * Fills gaps with silence. Most players take their clock from the sound, so a gap would desynchronize everything after it.
 * (The muxer would also hold the pictures next to a gap in memory until the next sound.)
 */
async function audioLane(parts: readonly Part[], output: Output): Promise<Lane | null> {
  const first = parts.find(({ audio }) => audio !== null)?.audio;
  const codec = await first?.getCodec() ?? null;
  const decoderConfig = await first?.getDecoderConfig() ?? null;
  if (codec === null || decoderConfig === null) return null;
  const source = new EncodedAudioPacketSource(codec);
  output.addAudioTrack(source);
  let end = 0;
  const add = async (packet: EncodedPacket) => {
    end = packet.timestamp + packet.duration;
    await source.add(packet, { decoderConfig });
  };
  return {
    inputOf: ({ audio }) => audio,
    add,
    async fill(until) {
      if (codec !== "opus" || until - end < SILENCE_AFTER) return;
      while (end + SILENCE_LENGTH <= until) {
        await add(new EncodedPacket(SILENCE, "key", end, SILENCE_LENGTH));
      }
    },
  };
}

/** The packets of all lanes in the order of their times, so that the muxer need not hold one lane in memory. */
async function* inOrder(lanes: readonly Lane[], part: Part) {
  const runs = lanes.flatMap((lane) => {
    const track = lane.inputOf(part);
    return track === null ? [] : [{ lane, packets: new EncodedPacketSink(track).packets() }];
  });
  const heads = await Promise.all(runs.map(next));
  while (true) {
    const index = earliest(heads);
    const packet = heads[index]?.packet;
    if (packet === undefined) return;
    yield { lane: runs[index].lane, packet };
    heads[index] = await next(runs[index]);
  }
}

async function next(
  { packets }: { packets: AsyncGenerator<EncodedPacket, void> },
): Promise<{ packet?: EncodedPacket }> {
  const { value } = await packets.next();
  return value === undefined ? {} : { packet: value };
}

function earliest(heads: readonly { packet?: EncodedPacket }[]): number {
  const times = heads.map(({ packet }) => packet?.timestamp ?? Infinity);
  return times.indexOf(Math.min(...times));
}
