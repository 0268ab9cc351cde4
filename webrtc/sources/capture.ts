/** Captures camera, microphone and screen. */
import { deviceFault, mayAskAlone, screenFault } from "./device_fault.ts";
import { supportsWebRtc } from "../link/link.ts";
import { permissionOf } from "./permissions.ts";
import type { VideoConstraints } from "../encodings/shape.ts";
import type { MicrophoneMode } from "./choices.ts";
import type { BroadcastProblem, Device, Faults, SourceProblem } from "../states.ts";

export type CaptureProblem =
  | SourceProblem
  | Extract<BroadcastProblem, "insecure-page" | "no-webrtc">;

/** Capture failed for this reason. */
export class CaptureError extends Error {
  override name = "CaptureError";

  constructor(readonly problem: CaptureProblem, options?: ErrorOptions) {
    super(`Capture failed: ${problem}`, options);
  }
}

const VIDEO: VideoConstraints = {
  width: { ideal: 1280 },
  height: { ideal: 720 },
  frameRate: { ideal: 30 },
  resizeMode: "none", // otherwise the browser crops an upright camera to this shape
};

/** Which camera or microphone: by id, or by facing mode. Empty: the browser chooses. */
export interface Choice {
  readonly id?: string;
  readonly facing?: "user" | "environment";
}

/** The tracks of a shared screen, window or tab. Few browsers capture its sound. */
export interface ScreenCapture {
  readonly picture: MediaStreamTrack;
  readonly sound: MediaStreamTrack | null;
}

/** The constraints for a microphone's audio processing. */
function processingFor(mode: MicrophoneMode) {
  const on = mode === "speech";
  return { echoCancellation: on, noiseSuppression: on, autoGainControl: on };
}

/** Applies a mode to a captured microphone. Resolves with whether it worked: Chromium changes nothing after capture. */
export async function applyMode(track: MediaStreamTrack, mode: MicrophoneMode): Promise<boolean> {
  const { echoCancellation, noiseSuppression, autoGainControl } = processingFor(mode);
  try {
    await track.applyConstraints(processingFor(mode));
  } catch {
    return false;
  }
  const actual = track.getSettings();
  return (actual.echoCancellation ?? echoCancellation) === echoCancellation &&
    (actual.noiseSuppression ?? noiseSuppression) === noiseSuppression &&
    (actual.autoGainControl ?? autoGainControl) === autoGainControl;
}

/** The captured tracks, and why the other devices are not available. */
export interface Captured {
  readonly tracks: readonly MediaStreamTrack[];
  readonly faults: Faults;
}

/**
 * Captures these devices together, so that the browser asks the person once. If that fails, the browser does not say which
 * device is at fault, so each is then captured alone, unless the person has refused it.
 * @param isWanted whether the caller still waits; if not, the browser is not asked for more devices
 * @throws CaptureError if this page cannot capture any device
 */
export async function capture(
  wanted: readonly Device[],
  mode: MicrophoneMode,
  isWanted: () => boolean,
): Promise<Captured> {
  const devices = mediaDevices();
  try {
    const media = await devices.getUserMedia({
      video: wanted.includes("camera") && VIDEO,
      audio: wanted.includes("microphone") && processingFor(mode),
    });
    return { tracks: media.getTracks(), faults: {} };
  } catch (error) {
    return await captureEach(wanted, mode, isWanted, error);
  }
}

/** @param refusal the error of capturing all together */
async function captureEach(
  wanted: readonly Device[],
  mode: MicrophoneMode,
  isWanted: () => boolean,
  refusal: unknown,
): Promise<Captured> {
  const tracks: MediaStreamTrack[] = [];
  const faults: Partial<Record<Device, Faults[Device]>> = {};
  for (const device of wanted) {
    const other = wanted.find((each) => each !== device);
    const own = await permissionOf(device);
    const others = other === undefined ? null : await permissionOf(other);
    if (!isWanted()) break;
    if (other === undefined || !mayAskAlone(refusal, own, others)) {
      faults[device] = deviceFault(refusal, own);
      continue;
    }
    try {
      tracks.push(await captureOne(device, mode, {}));
    } catch (error) {
      faults[device] = deviceFault(error, await permissionOf(device));
    }
  }
  return { tracks, faults };
}

/** @throws CaptureError */
export async function captureDevice(
  device: Device,
  mode: MicrophoneMode,
  choice: Choice = {},
): Promise<MediaStreamTrack> {
  mediaDevices();
  try {
    return await captureOne(device, mode, choice);
  } catch (error) {
    const fault = deviceFault(error, await permissionOf(device));
    throw new CaptureError(`${device}-${fault}`, { cause: error });
  }
}

async function captureOne(
  device: Device,
  mode: MicrophoneMode,
  choice: Choice,
): Promise<MediaStreamTrack> {
  const wanted = {
    ...device === "camera" ? VIDEO : processingFor(mode),
    ...constraintsOf(choice),
  };
  const constraints = device === "camera" ? { video: wanted } : { audio: wanted };
  const media = await mediaDevices().getUserMedia(constraints);
  return media.getTracks()[0];
}

/**
 * Captures a screen, a window or a tab, with its sound if the browser supports that.
 * @returns null: the person chose none
 * @throws CaptureError
 */
export async function captureScreen(): Promise<ScreenCapture | null> {
  const { mediaDevices } = navigator;
  if (mediaDevices?.getDisplayMedia === undefined) throw new CaptureError("screen-missing");
  const asked = performance.now();
  try {
    const media = await mediaDevices.getDisplayMedia({
      video: { frameRate: { ideal: 30 } },
      // No processing: it would take the captured voices for noise and echo.
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
    return { picture: media.getVideoTracks()[0], sound: media.getAudioTracks().at(0) ?? null };
  } catch (error) {
    const fault = screenFault(error, performance.now() - asked);
    if (fault === null) return null;
    throw new CaptureError(`screen-${fault}`, { cause: error });
  }
}

function constraintsOf({ id, facing }: Choice): MediaTrackConstraints {
  return {
    ...id === undefined ? {} : { deviceId: { exact: id } },
    ...facing === undefined ? {} : { facingMode: { ideal: facing } },
  };
}

/** @throws CaptureError if this page cannot capture any device */
function mediaDevices(): MediaDevices {
  if (!supportsWebRtc()) throw new CaptureError("no-webrtc");
  if (!globalThis.isSecureContext) throw new CaptureError("insecure-page");
  const devices = navigator.mediaDevices;
  if (devices?.getUserMedia === undefined) throw new CaptureError("no-webrtc");
  return devices;
}
