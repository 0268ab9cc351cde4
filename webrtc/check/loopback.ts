/** Connects this browser with itself, to test whether WebRTC works at all and which types of candidates there are. */
import { PATH_KINDS, type PathKind } from "./check_report.ts";
import { parseCandidate } from "./candidate_groups.ts";
import { deferred } from "@/common/deferred.ts";
import { unlessAborted } from "@/common/until.ts";

export interface Loopback {
  /** Whether a message arrived. */
  readonly connected: boolean;
  readonly paths: readonly PathKind[];
}

/** Ends when a message has arrived and gathering is complete, or with the signal. Never throws. */
export async function loopback(
  signal: AbortSignal,
  configuration: RTCConfiguration,
): Promise<Loopback> {
  try {
    return await withConnections(configuration, async (near, far) => {
      const kinds = new Set<PathKind>();
      const connected = await unlessAborted(signal, greet(near, far, kinds));
      await unlessAborted(signal, gathered(near));
      return { connected: connected === true, paths: PATH_KINDS.filter((kind) => kinds.has(kind)) };
    });
  } catch { // no connection can be made, or described
    return { connected: false, paths: [] };
  }
}

/** Runs a function with two connections, and closes both afterwards. */
export async function withConnections<T>(
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

/** Resolves when a message has arrived at the far end. */
async function greet(
  near: RTCPeerConnection,
  far: RTCPeerConnection,
  kinds: Set<PathKind>,
): Promise<true> {
  const arrived = deferred<true>();
  const channel = near.createDataChannel("check");
  channel.onopen = () => channel.send("hello");
  far.ondatachannel = ({ channel }) => {
    channel.onmessage = ({ data }) => data === "hello" && arrived.resolve(true);
  };
  await connect(near, far, (kind) => kinds.add(kind));
  return arrived.promise;
}

/**
 * Connects both ends.
 * @param found called with the type of each of the near end's candidates
 */
export async function connect(
  near: RTCPeerConnection,
  far: RTCPeerConnection,
  found?: (kind: PathKind) => void,
): Promise<void> {
  trickle(near, far, found);
  trickle(far, near);
  // A description contains the candidates found so far. Later ones wait in the other connection until the description is
  // applied, because its operations are chained (WebRTC, 4.4.1.2).
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
    const kind = parseCandidate(candidate)?.kind;
    if (kind !== undefined) found(kind);
    // Ignore a candidate that the browser cannot use: ICE goes on with the others.
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
