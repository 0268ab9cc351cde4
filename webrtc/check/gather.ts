/** What candidates there are: a connection that connects to nobody looks for them. */
import { deferred } from "@/common/deferred.ts";
import { unlessAborted } from "@/common/until.ts";
import { type Found, foundIn } from "./found.ts";

export interface Gathered {
  readonly candidates: readonly Found[];
  /** The codes of what went wrong with ICE servers (WebRTC, 4.8.3). */
  readonly errors: readonly number[];
  /** Whether all were looked for, in the time that was given. */
  readonly complete: boolean;
}

/**
 * Ends once all were found, or enough, or with the signal. Never throws.
 * @param isEnough asked of each candidate
 */
export async function gather(
  signal: AbortSignal,
  configuration: RTCConfiguration,
  isEnough: (candidate: Found) => boolean = () => false,
): Promise<Gathered> {
  const candidates: Found[] = [];
  const errors: number[] = [];
  const over = deferred<true>();
  let connection: RTCPeerConnection | null = null;
  try {
    const looking = new RTCPeerConnection(configuration);
    connection = looking;
    looking.onicecandidate = ({ candidate }) => {
      const found = candidate?.candidate ? foundIn(candidate) : undefined;
      if (found === undefined) return;
      candidates.push(found);
      if (isEnough(found)) over.resolve(true);
    };
    looking.onicecandidateerror = ({ errorCode }) => errors.push(errorCode);
    looking.onicegatheringstatechange = () => {
      if (looking.iceGatheringState === "complete") over.resolve(true);
    };
    looking.createDataChannel("check");
    const described = looking.setLocalDescription().then(() => over.promise);
    const complete = await unlessAborted(signal, described) ?? false;
    return { candidates, errors, complete };
  } catch { // a configuration that this browser does not take
    return { candidates, errors, complete: false };
  } finally {
    connection?.close();
  }
}
