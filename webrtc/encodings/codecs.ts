/** Selects the video codec. */

export const CODECS = ["H264", "VP9", "AV1", "VP8"] as const;
export type CodecName = (typeof CODECS)[number];

/** By the cost of encoding in software, the cheapest first, because each viewer has an encoder of its own. */
const SOFTWARE_ORDER: readonly CodecName[] = ["VP8", "H264", "VP9", "AV1"];

/** The codecs in order of preference. @param efficient the codecs that this machine encodes in hardware */
export function codecOrder(
  chosen: CodecName | null,
  efficient: readonly CodecName[],
): readonly CodecName[] {
  const automatic = [...CODECS.filter((name) => efficient.includes(name)), ...SOFTWARE_ORDER];
  return [...new Set(chosen === null ? automatic : [chosen, ...automatic])];
}

/** The codecs that the browser encodes in hardware; none if it does not tell. */
export async function efficientCodecs(): Promise<readonly CodecName[]> {
  const found = await Promise.all(
    CODECS.map(async (name) => await isEfficient(name) ? [name] : []),
  );
  return found.flat();
}

async function isEfficient(name: CodecName): Promise<boolean> {
  try {
    const { supported, smooth, powerEfficient } = await navigator.mediaCapabilities.encodingInfo({
      type: "webrtc",
      video: {
        contentType: `video/${name}`,
        width: 1280,
        height: 720,
        bitrate: 2_500_000,
        framerate: 30,
      },
    });
    return supported && smooth && powerEfficient;
  } catch {
    return false;
  }
}

type Variant = Pick<RTCRtpCodec, "mimeType" | "sdpFmtpLine">;

/** The first codec in order that this end can send and that was negotiated. `setParameters` accepts only the negotiated form. */
export function pickCodec<Codec extends Variant>(
  order: readonly CodecName[],
  sendable: readonly Variant[],
  negotiated: readonly Codec[],
): Codec | undefined {
  for (const name of order) {
    const own = sendable.filter(({ mimeType }) =>
      mimeType.toLowerCase() === `video/${name}`.toLowerCase()
    );
    for (const each of own) {
      const found = negotiated.find((codec) => isSameCodec(each, codec));
      if (found !== undefined) return found;
    }
  }
}

/** The parameters that identify a variant of a codec. Others are limits. */
const IDENTIFYING = ["profile-id", "profile", "profile-level-id", "packetization-mode"];

/** Whether a negotiated codec is this one. A missing parameter is no difference, because Firefox names no profiles. */
function isSameCodec(codec: Variant, negotiated: Variant): boolean {
  if (codec.mimeType.toLowerCase() !== negotiated.mimeType.toLowerCase()) return false;
  const [own, theirs] = [parametersOf(codec), parametersOf(negotiated)];
  return IDENTIFYING.every((name) => {
    const [value, other] = [own.get(name), theirs.get(name)];
    return value === undefined || other === undefined || value === other;
  });
}

/** RFC 6184, 8.1 and similar: `name=value;name=value`. */
function parametersOf({ sdpFmtpLine = "" }: Variant): ReadonlyMap<string, string> {
  return new Map(
    sdpFmtpLine.split(";").map((parameter) => {
      const [name, value = ""] = parameter.trim().split("=");
      return [name, name === "profile-level-id" ? value.slice(0, 4) : value]; // the rest is the level
    }),
  );
}
