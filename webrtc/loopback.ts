/** A connection of this browser with itself: whether WebRTC gets through at all, and by which kinds of paths. */
import { PATH_KINDS, type PathKind } from "./check_report.ts";
import { unlessAborted } from "./until.ts";

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
  const open: RTCPeerConnection[] = [];
  const newEnd = () => {
    const end = new RTCPeerConnection(configuration);
    open.push(end);
    return end;
  };
  try {
    const near = newEnd();
    const kinds = new Set<string>();
    const connected = await unlessAborted(signal, connect(near, newEnd(), kinds));
    await unlessAborted(signal, gathered(near));
    return { connected: connected === true, paths: PATH_KINDS.filter((kind) => kinds.has(kind)) };
  } catch { // no connection can be made, or described
    return { connected: false, paths: [] };
  } finally {
    for (const end of open) end.close();
  }
}

/** @returns true once the word that one end says was heard by the other */
async function connect(
  near: RTCPeerConnection,
  far: RTCPeerConnection,
  kinds: Set<string>,
): Promise<true> {
  const heard = Promise.withResolvers<true>();
  const channel = near.createDataChannel("check");
  channel.onopen = () => channel.send("hello");
  far.ondatachannel = ({ channel }) => {
    channel.onmessage = ({ data }) => data === "hello" && heard.resolve(true);
  };
  trickle(near, far, (type) => kinds.add(type));
  trickle(far, near);
  // Candidates that were found by then go along in a description; those that follow wait for it in the other connection
  // (WebRTC, 4.4.1.2: its operations are chained).
  await near.setLocalDescription();
  await far.setRemoteDescription(near.localDescription ?? { type: "offer", sdp: "" });
  await far.setLocalDescription();
  await near.setRemoteDescription(far.localDescription ?? { type: "answer", sdp: "" });
  return heard.promise;
}

function trickle(
  from: RTCPeerConnection,
  to: RTCPeerConnection,
  found: (type: string) => void = () => {},
): void {
  from.onicecandidate = ({ candidate }) => {
    if (!candidate?.candidate) return;
    if (candidate.type !== null) found(candidate.type);
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
