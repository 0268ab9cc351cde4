/** Camera and microphone. */
import { supportsWebRtc } from "./link.ts";
import type { BroadcastProblem, Device } from "./states.ts";

/** Why there is no picture and sound. */
export class CaptureError extends Error {
  override name = "CaptureError";

  constructor(readonly problem: BroadcastProblem, options?: ErrorOptions) {
    super(`Capture failed: ${problem}`, options);
  }
}

const VIDEO: MediaTrackConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30 },
};

/**
 * Asks for camera and microphone. A machine with only one of them gives what it has, as long as there is a camera.
 * @throws CaptureError
 */
export async function capture(): Promise<MediaStream> {
  if (!supportsWebRtc()) throw new CaptureError("no-webrtc");
  if (!globalThis.isSecureContext) throw new CaptureError("insecure-page");
  const devices = navigator.mediaDevices;
  if (devices?.getUserMedia === undefined) throw new CaptureError("no-webrtc");
  try {
    return await devices.getUserMedia({ video: VIDEO, audio: true });
  } catch (error) {
    const problem = captureProblem(error);
    if (problem !== "no-device") throw new CaptureError(problem, { cause: error });
  }
  // Which one is missing cannot be read off the error: a picture without sound is still a broadcast.
  try {
    return await devices.getUserMedia({ video: VIDEO });
  } catch (error) {
    throw new CaptureError(captureProblem(error), { cause: error });
  }
}

/** Asks for one device in place of one that went away; null if there is none, or it is refused. */
export async function captureDevice(device: Device): Promise<MediaStreamTrack | null> {
  const constraints = device === "camera" ? { video: VIDEO } : { audio: true };
  try {
    const media = await navigator.mediaDevices.getUserMedia(constraints);
    return media.getTracks()[0];
  } catch {
    return null;
  }
}

export function deviceOf({ kind }: MediaStreamTrack): Device {
  return kind === "video" ? "camera" : "microphone";
}

/** Media Capture and Streams, 10.2: the errors of `getUserMedia`. */
export function captureProblem(error: unknown): BroadcastProblem {
  switch (error instanceof Error ? error.name : undefined) {
    case "NotAllowedError":
    case "SecurityError":
      return "permission-denied";
    case "NotFoundError":
    case "OverconstrainedError":
      return "no-device";
    case "NotReadableError":
    case "AbortError":
      return "device-in-use";
    default:
      return "unexpected";
  }
}

/** Lets go of the devices: their lights go out. */
export function release(media: MediaStream | null): void {
  for (const track of media?.getTracks() ?? []) track.stop();
}
