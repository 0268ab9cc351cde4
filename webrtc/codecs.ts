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

/** All of a browser's codecs, those of that order first; the rest, retransmission and such, stays as it was. */
export function sortCodecs<Codec extends { readonly mimeType: string }>(
  codecs: readonly Codec[],
  order: readonly CodecName[],
): Codec[] {
  const rank = ({ mimeType }: Codec) => {
    const found = order.findIndex((name) =>
      mimeType.toLowerCase() === `video/${name}`.toLowerCase()
    );
    return found === -1 ? order.length : found;
  };
  return [...codecs].sort((a, b) => rank(a) - rank(b)); // stable: profiles keep their order
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

/** Must come before the answer is made; concerns this exchange and later ones of the same link. */
export function preferCodecs(transceiver: RTCRtpTransceiver, order: readonly CodecName[]): void {
  // Browsers differ in whose capabilities they check the list against.
  for (const end of [globalThis.RTCRtpReceiver, globalThis.RTCRtpSender]) {
    try {
      const codecs = end.getCapabilities("video")?.codecs;
      if (codecs === undefined) continue;
      return transceiver.setCodecPreferences(sortCodecs(codecs, order));
    } catch { /* not like this, or not at all: then as the viewer's browser prefers */ }
  }
}
