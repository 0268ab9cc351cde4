/** Which codec the picture is sent with. */
import { type CodecName, CODECS } from "./quality.ts";

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

/** The first of an order that both ends know and this end can send. */
export function pickCodec<Codec extends Pick<RTCRtpCodec, "mimeType" | "sdpFmtpLine">>(
  order: readonly CodecName[],
  sendable: readonly Codec[],
  negotiated: readonly Pick<RTCRtpCodec, "mimeType" | "sdpFmtpLine">[],
): Codec | undefined {
  const known = sendable.filter(({ mimeType, sdpFmtpLine }) =>
    negotiated.some((codec) => codec.mimeType === mimeType && codec.sdpFmtpLine === sdpFmtpLine)
  );
  for (const name of order) {
    const found = known.find(({ mimeType }) =>
      mimeType.toLowerCase() === `video/${name}`.toLowerCase()
    );
    if (found !== undefined) return found;
  }
}
