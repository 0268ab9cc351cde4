/** Parses the statistics that are used here. Terms: W3C, "Identifiers for WebRTC's Statistics API". */
import * as v from "valibot";

const text = v.optional(v.string());
const number = v.optional(v.number());

const Codec = v.object({ id: v.string(), mimeType: v.string() });
const Stream = { kind: v.picklist(["audio", "video"]), codecId: text };
const Size = { frameWidth: number, frameHeight: number, framesPerSecond: number };

/** Times are in seconds. */
const Inbound = v.object({
  ...Stream,
  ...Size,
  bytesReceived: number,
  packetsReceived: number,
  packetsLost: number,
  jitter: number,
  jitterBufferDelay: number,
  jitterBufferEmittedCount: number,
  framesDecoded: number,
  framesDropped: number,
  freezeCount: number,
  totalFreezesDuration: number,
});

/** Times are in seconds. */
const Outbound = v.object({
  ...Stream,
  ...Size,
  bytesSent: number,
  headerBytesSent: number,
  packetsSent: number,
  framesEncoded: number,
  totalEncodeTime: number,
  encoderImplementation: text,
  powerEfficientEncoder: v.optional(v.boolean()),
  qualityLimitationReason: v.optional(v.picklist(["none", "cpu", "bandwidth", "other"])),
});

/** The receiver's reports: `fractionLost` of the last one, round trip in seconds. */
const RemoteInbound = v.object({ ...Stream, roundTripTime: number, fractionLost: number });

/** The picture before encoding. */
const VideoSource = v.object({
  kind: v.literal("video"),
  width: number,
  height: number,
  framesPerSecond: number,
});

const Transport = v.object({ selectedCandidatePairId: text });

const CandidatePair = v.object({
  localCandidateId: text,
  remoteCandidateId: text,
  currentRoundTripTime: number,
  availableOutgoingBitrate: number,
});

const Candidate = v.object({
  candidateType: v.picklist(["host", "srflx", "prflx", "relay"]),
  protocol: text,
  relayProtocol: text,
});

export type Inbound = v.InferOutput<typeof Inbound>;
export type Outbound = v.InferOutput<typeof Outbound>;
export type RemoteInbound = v.InferOutput<typeof RemoteInbound>;
export type VideoSource = v.InferOutput<typeof VideoSource>;
export type Kind = Inbound["kind"];

/** The network path of the media. */
export interface Path {
  readonly relayed: boolean;
  /** The protocol from this browser to its TURN server, or to the other side. */
  readonly protocol: "udp" | "tcp" | "tls";
  /** In milliseconds; null: unknown. */
  readonly roundTrip: number | null;
  /** The estimated outgoing bandwidth, in bits per second. */
  readonly available: number | null;
}

/** A parsed report. Values that the browser does not report are absent. */
export class StatsReport {
  constructor(readonly report: ReadonlyMap<string, unknown>) {}

  inbound(kind: Kind): Inbound | undefined {
    return this.#ofType("inbound-rtp", Inbound).find((stream) => stream.kind === kind);
  }

  outbound(kind: Kind): Outbound | undefined {
    return this.#ofType("outbound-rtp", Outbound).find((stream) => stream.kind === kind);
  }

  remoteInbound(kind: Kind): RemoteInbound | undefined {
    return this.#ofType("remote-inbound-rtp", RemoteInbound).find((stream) => stream.kind === kind);
  }

  videoSource(): VideoSource | undefined {
    return this.#ofType("media-source", VideoSource)[0];
  }

  /** The name of a stream's codec, such as `VP8`. */
  codec(stream: { readonly codecId?: string } | undefined): string | undefined {
    return this.#get(stream?.codecId, Codec)?.mimeType.split("/")[1];
  }

  path(): Path | undefined {
    const selected = this.#ofType("transport", Transport)
      .map(({ selectedCandidatePairId: id }) => this.#get(id, CandidatePair));
    const pair = selected.find((each) => each !== undefined);
    if (pair === undefined) return undefined;
    const local = this.#get(pair.localCandidateId, Candidate);
    const remote = this.#get(pair.remoteCandidateId, Candidate);
    const protocol = local?.relayProtocol ?? local?.protocol;
    const { currentRoundTripTime: seconds, availableOutgoingBitrate } = pair;
    return {
      relayed: local?.candidateType === "relay" || remote?.candidateType === "relay",
      protocol: protocol === "tcp" || protocol === "tls" ? protocol : "udp",
      roundTrip: seconds === undefined ? null : seconds * 1_000,
      available: availableOutgoingBitrate ?? null,
    };
  }

  #ofType<Schema extends v.GenericSchema>(type: string, schema: Schema): v.InferOutput<Schema>[] {
    const found: v.InferOutput<Schema>[] = [];
    for (const stats of this.report.values()) {
      if (!v.is(Typed, stats) || stats.type !== type) continue;
      const parsed = v.safeParse(schema, stats);
      if (parsed.success) found.push(parsed.output);
    }
    return found;
  }

  #get<Schema extends v.GenericSchema>(
    id: string | undefined,
    schema: Schema,
  ): v.InferOutput<Schema> | undefined {
    const parsed = v.safeParse(schema, id === undefined ? undefined : this.report.get(id));
    return parsed.success ? parsed.output : undefined;
  }
}

const Typed = v.object({ type: v.string() });
