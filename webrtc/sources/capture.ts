/** Camera, microphone and screen. */
import { deviceFault, mayAskAlone, screenFault } from "./device_fault.ts";
import { supportsWebRtc } from "../link/link.ts";
import { permissionOf } from "./permissions.ts";
import type { VideoConstraints } from "../encodings/shape.ts";
import type { MicrophoneMode } from "./choices.ts";
import type { BroadcastProblem, Device, Faults, SourceProblem } from "../states.ts";

export type CaptureProblem =
  | SourceProblem
  | Extract<BroadcastProblem, "insecure-page" | "no-webrtc">;

/** Why something cannot be captured. */
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

/** What the browser does to a microphone's sound. */
function processingFor(mode: MicrophoneMode) {
  const on = mode === "speech";
  return { echoCancellation: on, noiseSuppression: on, autoGainControl: on };
}

/** Has a microphone in use sound that way. Resolves with whether it does: Chromium changes nothing once it is captured. */
export async function process(track: MediaStreamTrack, mode: MicrophoneMode): Promise<boolean> {
  const { echoCancellation, noiseSuppression, autoGainControl } = processingFor(mode);
  try {
    await track.applyConstraints(processingFor(mode));
  } catch {
    return false;
  }
  const is = track.getSettings();
  return (is.echoCancellation ?? echoCancellation) === echoCancellation &&
    (is.noiseSuppression ?? noiseSuppression) === noiseSuppression &&
    (is.autoGainControl ?? autoGainControl) === autoGainControl;
}

/** What of the devices could be had, and why the others could not. */
export interface Captured {
  readonly tracks: readonly MediaStreamTrack[];
  readonly faults: Faults;
}

/**
 * Asks for these devices, together: one question to the person. Where that fails, the browser does not say which of them is
 * at fault; each is asked for alone then, unless the person has refused it.
 * @param isWanted whether anybody still waits: nothing more is asked once nobody does
 * @throws CaptureError where this page can be given no device at all
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

/** @param refusal what came of asking for all of them */
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
      tracks.push(await ask(device, mode, {}));
    } catch (error) {
      faults[device] = deviceFault(error, await permissionOf(device));
    }
  }
  return { tracks, faults };
}

/**
 * Asks for one device.
 * @throws CaptureError
 */
export async function captureDevice(
  device: Device,
  mode: MicrophoneMode,
  choice: Choice = {},
): Promise<MediaStreamTrack> {
  mediaDevices();
  try {
    return await ask(device, mode, choice);
  } catch (error) {
    const fault = deviceFault(error, await permissionOf(device));
    throw new CaptureError(`${device}-${fault}`, { cause: error });
  }
}

async function ask(
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
 * Asks for a screen, a window or a tab, with its sound where the browser gives it.
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
      // What this page plays itself is not played to the viewers, and their own voice is not taken for noise.
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

/** @throws CaptureError where this page can be given no device at all */
function mediaDevices(): MediaDevices {
  if (!supportsWebRtc()) throw new CaptureError("no-webrtc");
  if (!globalThis.isSecureContext) throw new CaptureError("insecure-page");
  const devices = navigator.mediaDevices;
  if (devices?.getUserMedia === undefined) throw new CaptureError("no-webrtc");
  return devices;
}
