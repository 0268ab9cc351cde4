/** Tests whether WebRTC works in this browser, without the network. */
import { supportsWebRtc } from "./link.ts";
import { unlessAborted, within } from "@/common/until.ts";

/** In milliseconds. An offer takes some tens of milliseconds, or never comes. */
const OFFER_TIMEOUT = 4_000;

/**
 * Makes an offer and discards it. A constructor alone proves little: an extension or a policy may leave one that throws, or
 * whose methods do nothing. Never throws.
 */
export async function canMakeLinks(): Promise<boolean> {
  if (!supportsWebRtc()) return false;
  let connection: RTCPeerConnection | null = null;
  try {
    const tested = connection = new RTCPeerConnection();
    tested.addTransceiver("video");
    const offer = await within(
      new AbortController().signal,
      OFFER_TIMEOUT,
      (signal) => unlessAborted(signal, tested.createOffer()),
    );
    return Boolean(offer?.sdp);
  } catch {
    return false;
  } finally {
    connection?.close?.();
  }
}
