/** Whether this browser makes links, found out without the network. */
import { supportsWebRtc } from "./link.ts";
import { unlessAborted, within } from "@/common/until.ts";

/** An offer takes some tens of milliseconds; one that is not there by then never comes. */
const PATIENCE = 4_000;

/**
 * Makes an offer that nobody gets. That there is a constructor says little: an extension or a policy may leave one that
 * throws, or whose methods do nothing. Never throws.
 */
export async function canMakeLinks(): Promise<boolean> {
  if (!supportsWebRtc()) return false;
  let connection: RTCPeerConnection | null = null;
  try {
    const made = connection = new RTCPeerConnection();
    made.addTransceiver("video");
    const offer = await within(
      new AbortController().signal,
      PATIENCE,
      (signal) => unlessAborted(signal, made.createOffer()),
    );
    return Boolean(offer?.sdp);
  } catch {
    return false;
  } finally {
    connection?.close?.();
  }
}
