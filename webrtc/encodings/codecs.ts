/** Which codec the picture is sent with. */

export const CODECS = ["H264", "VP9", "AV1", "VP8"] as const;
export type CodecName = (typeof CODECS)[number];

/** In software, the cheapest first: each viewer has an encoder of its own. */
const IN_SOFTWARE: readonly CodecName[] = ["VP8", "H264", "VP9", "AV1"];

/** The codecs in the order in which they are to be used. @param efficient those that this machine has hardware for */
export function codecOrder(
  chosen: CodecName | null,
  efficient: readonly CodecName[],
): readonly CodecName[] {
  const automatic = [...CODECS.filter((name) => efficient.includes(name)), ...IN_SOFTWARE];
  return [...new Set(chosen === null ? automatic : [chosen, ...automatic])];
}

/** Asks the browser which codecs it encodes in hardware. None where it does not tell. */
export async function efficientCodecs(): Promise<readonly CodecName[]> {
  const asked = await Promise.all(
    CODECS.map(async (name) => await isEfficient(name) ? [name] : []),
  );
  return asked.flat();
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

/** The first of an order that both ends know and this end can send, as it was negotiated: a sender takes it in no other words. */
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
      const found = negotiated.find((codec) => isOfKind(each, codec));
      if (found !== undefined) return found;
    }
  }
}

/** What of a codec's parameters says which streams it can read; the others say how much of them. */
const KINDS = ["profile-id", "profile", "profile-level-id", "packetization-mode"];

/** Whether what was negotiated is that codec. What one of the two leaves open is no difference: Firefox names no profiles. */
function isOfKind(codec: Variant, negotiated: Variant): boolean {
  if (codec.mimeType.toLowerCase() !== negotiated.mimeType.toLowerCase()) return false;
  const [own, theirs] = [parametersOf(codec), parametersOf(negotiated)];
  return KINDS.every((name) => {
    const [value, other] = [own.get(name), theirs.get(name)];
    return value === undefined || other === undefined || value === other;
  });
}

/** RFC 6184, 8.1, and its likes: `name=value;name=value`. */
function parametersOf({ sdpFmtpLine = "" }: Variant): ReadonlyMap<string, string> {
  return new Map(
    sdpFmtpLine.split(";").map((parameter) => {
      const [name, value = ""] = parameter.trim().split("=");
      return [name, name === "profile-level-id" ? value.slice(0, 4) : value]; // the rest is the level
    }),
  );
}
