/** Camera, microphone and screen. */
import { supportsWebRtc } from "./link.ts";
import type { VideoConstraints } from "./shape.ts";
import type { BroadcastProblem, Device } from "./states.ts";

/** Why there is no picture and sound. */
export class CaptureError extends Error {
  override name = "CaptureError";

  constructor(readonly problem: BroadcastProblem, options?: ErrorOptions) {
    super(`Capture failed: ${problem}`, options);
  }
}

const VIDEO: VideoConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30 },
  resizeMode: "none", // an upright camera would be cut to this shape
};

/** Which camera or microphone: one by its id, or the one that looks that way. Nothing: the browser's own choice. */
export interface Choice {
  readonly id?: string;
  readonly facing?: "user" | "environment";
}

/** What there is of a shared screen, or of a window or tab. Few browsers give its sound. */
export interface ScreenCapture {
  readonly picture: MediaStreamTrack;
  readonly sound: MediaStreamTrack | null;
}

/**
 * Asks for camera and microphone. A machine with only one of them gives what it has, as long as there is a camera.
 * @throws CaptureError
 */
export async function capture(): Promise<MediaStream> {
  const devices = mediaDevices();
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

/**
 * Asks for one device.
 * @throws CaptureError
 */
export async function captureDevice(
  device: Device,
  choice: Choice = {},
): Promise<MediaStreamTrack> {
  const wanted = { ...device === "camera" ? VIDEO : {}, ...constraintsOf(choice) };
  try {
    const constraints = device === "camera" ? { video: wanted } : { audio: wanted };
    const media = await mediaDevices().getUserMedia(constraints);
    return media.getTracks()[0];
  } catch (error) {
    throw new CaptureError(captureProblem(error), { cause: error });
  }
}

/** Asks for a screen, a window or a tab, with its sound where the browser gives it; null: the person chose none. */
export async function captureScreen(): Promise<ScreenCapture | null> {
  try {
    const media = await navigator.mediaDevices.getDisplayMedia({
      video: { frameRate: { ideal: 30 } },
      // What this page plays itself is not played to the viewers, and their own voice is not taken for noise.
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
    return { picture: media.getVideoTracks()[0], sound: media.getAudioTracks().at(0) ?? null };
  } catch {
    return null;
  }
}

function constraintsOf({ id, facing }: Choice): MediaTrackConstraints {
  return {
    ...id === undefined ? {} : { deviceId: { exact: id } },
    ...facing === undefined ? {} : { facingMode: { ideal: facing } },
  };
}

/** @throws CaptureError where this page can be given no device at all */
function mediaDevices(): MediaDevices {
  if (!supportsWebRtc()) throw new CaptureError("no-webrtc");
  if (!globalThis.isSecureContext) throw new CaptureError("insecure-page");
  const devices = navigator.mediaDevices;
  if (devices?.getUserMedia === undefined) throw new CaptureError("no-webrtc");
  return devices;
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
