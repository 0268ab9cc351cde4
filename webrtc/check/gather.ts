/** Gathers candidates with a connection that has no other side. */
import { deferred } from "@/common/deferred.ts";
import { unlessAborted } from "@/common/until.ts";
import { type CandidateInfo, parseCandidate } from "./candidate_groups.ts";

export interface Gathered {
  readonly candidates: readonly CandidateInfo[];
  /** The error codes of ICE servers (WebRTC, 4.8.3). */
  readonly errors: readonly number[];
  /** Whether gathering ended, or found enough, before the signal. */
  readonly complete: boolean;
}

/**
 * Ends when gathering is complete, after a candidate that is enough, or with the signal. Never throws.
 * @param isEnough called for each candidate
 */
export async function gather(
  signal: AbortSignal,
  configuration: RTCConfiguration,
  isEnough: (candidate: CandidateInfo) => boolean = () => false,
): Promise<Gathered> {
  const candidates: CandidateInfo[] = [];
  const errors: number[] = [];
  const over = deferred<true>();
  let connection: RTCPeerConnection | null = null;
  try {
    const gathering = new RTCPeerConnection(configuration);
    connection = gathering;
    gathering.onicecandidate = ({ candidate }) => {
      const found = candidate?.candidate ? parseCandidate(candidate) : undefined;
      if (found === undefined) return;
      candidates.push(found);
      if (isEnough(found)) over.resolve(true);
    };
    gathering.onicecandidateerror = ({ errorCode }) => errors.push(errorCode);
    gathering.onicegatheringstatechange = () => {
      if (gathering.iceGatheringState === "complete") over.resolve(true);
    };
    gathering.createDataChannel("check");
    const described = gathering.setLocalDescription().then(() => over.promise);
    const complete = await unlessAborted(signal, described) ?? false;
    return { candidates, errors, complete };
  } catch { // the browser rejects the configuration
    return { candidates, errors, complete: false };
  } finally {
    connection?.close();
  }
}
