/** A connection of this browser with itself: whether WebRTC gets through at all, and by which kinds of paths. */
import { PATH_KINDS, type PathKind } from "./check_report.ts";
import { foundIn } from "./found.ts";
import { deferred } from "@/common/deferred.ts";
import { unlessAborted } from "@/common/until.ts";

export interface Loopback {
  /** Whether a message came through. */
  readonly connected: boolean;
  readonly paths: readonly PathKind[];
}

/** Ends by itself once a message came through and all candidates were found, or with the signal. Never throws. */
export async function loopback(
  signal: AbortSignal,
  configuration: RTCConfiguration,
): Promise<Loopback> {
  try {
    return await withEnds(configuration, async (near, far) => {
      const kinds = new Set<PathKind>();
      const connected = await unlessAborted(signal, greet(near, far, kinds));
      await unlessAborted(signal, gathered(near));
      return { connected: connected === true, paths: PATH_KINDS.filter((kind) => kinds.has(kind)) };
    });
  } catch { // no connection can be made, or described
    return { connected: false, paths: [] };
  }
}

/** Two ends for a while: both are closed afterwards. */
export async function withEnds<T>(
  configuration: RTCConfiguration,
  run: (near: RTCPeerConnection, far: RTCPeerConnection) => Promise<T>,
): Promise<T> {
  const open: RTCPeerConnection[] = [];
  const newEnd = () => {
    const end = new RTCPeerConnection(configuration);
    open.push(end);
    return end;
  };
  try {
    return await run(newEnd(), newEnd());
  } finally {
    for (const end of open) end.close();
  }
}

/** @returns true once the word that one end says was heard by the other */
async function greet(
  near: RTCPeerConnection,
  far: RTCPeerConnection,
  kinds: Set<PathKind>,
): Promise<true> {
  const heard = deferred<true>();
  const channel = near.createDataChannel("check");
  channel.onopen = () => channel.send("hello");
  far.ondatachannel = ({ channel }) => {
    channel.onmessage = ({ data }) => data === "hello" && heard.resolve(true);
  };
  await connect(near, far, (kind) => kinds.add(kind));
  return heard.promise;
}

/**
 * What one end has to send goes to the other from now on.
 * @param found told of the kinds of the near end's candidates
 */
export async function connect(
  near: RTCPeerConnection,
  far: RTCPeerConnection,
  found?: (kind: PathKind) => void,
): Promise<void> {
  trickle(near, far, found);
  trickle(far, near);
  // Candidates that were found by then go along in a description; those that follow wait for it in the other connection
  // (WebRTC, 4.4.1.2: its operations are chained).
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription ?? { type: "offer", sdp: "" });
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription ?? { type: "answer", sdp: "" });
}

function trickle(
  from: RTCPeerConnection,
  to: RTCPeerConnection,
  found: (kind: PathKind) => void = () => {},
): void {
  from.onicecandidate = ({ candidate }) => {
    if (!candidate?.candidate) return;
    const kind = foundIn(candidate)?.kind;
    if (kind !== undefined) found(kind);
    // One that cannot be used is no loss: ICE goes on with the others.
    to.addIceCandidate(candidate).catch(() => {});
  };
}

function gathered(connection: RTCPeerConnection): Promise<void> {
  return new Promise((resolve) => {
    const look = () => connection.iceGatheringState === "complete" && resolve();
    connection.onicegatheringstatechange = look;
    look();
  });
}
