/** Checks whether everything that a broadcast needs is there, without asking the person for anything. */
import { BROWSER_NETWORK } from "@/signaling/client/browser_network.ts";
import type { Outage } from "@/signaling/protocol/outage.ts";
import { canMakeLinks } from "../link/ability.ts";
import type { CheckReport, Finding } from "./check_report.ts";
import { deferred } from "@/common/deferred.ts";
import type { Ice } from "../link/ice.ts";
import { loopback } from "./loopback.ts";
import { permissionOf } from "../sources/permissions.ts";
import type { Device } from "../states.ts";
import { unlessAborted, within } from "@/common/until.ts";

/** How long each point may take, in milliseconds. */
const PATIENCE = 5_000;

/**
 * Checks all points at once. Ends by itself, and closes everything that it opens.
 * @param signal ends it early; unfinished points are then `unknown` or have problems
 */
export async function preflight(signal: AbortSignal, ice: Ice): Promise<CheckReport> {
  const webrtc = canMakeLinks();
  const [hasWebRtc, camera, microphone, server, path] = await Promise.all([
    webrtc,
    within(signal, PATIENCE, (signal) => findDevice("camera", signal)),
    within(signal, PATIENCE, (signal) => findDevice("microphone", signal)),
    within(signal, PATIENCE, findServer),
    webrtc.then((has) =>
      has ? within(signal, PATIENCE, (signal) => loopback(signal, ice.configuration())) : null
    ),
  ]);
  return {
    findings: {
      secure: globalThis.isSecureContext ? "fine" : "insecure-page",
      webrtc: hasWebRtc ? "fine" : "no-webrtc",
      camera,
      microphone,
      server,
      media: path === null ? "unknown" : path.connected ? "fine" : "no-media",
    },
    paths: path?.paths ?? [],
  };
}

const KINDS: Readonly<Record<Device, MediaDeviceKind>> = {
  camera: "videoinput",
  microphone: "audioinput",
};

async function findDevice(device: Device, signal: AbortSignal): Promise<Finding> {
  const { mediaDevices } = navigator;
  if (mediaDevices?.enumerateDevices === undefined) return "unknown"; // the page is not secure
  try {
    const found = await unlessAborted(
      signal,
      Promise.all([mediaDevices.enumerateDevices(), permissionOf(device)]),
    );
    if (found === undefined) return "unknown";
    const [devices, permission] = found;
    if (permission === "denied") return `${device}-denied`;
    return devices.some(({ kind }) => kind === KINDS[device]) ? "fine" : `no-${device}`;
  } catch {
    return "unknown";
  }
}

async function findServer(signal: AbortSignal): Promise<Finding> {
  let outage: Outage = "unreachable";
  let stopInquiry = () => {};
  const answered = new Promise<void>((resolve) => {
    stopInquiry = BROWSER_NETWORK.inquire((found) => {
      outage = found;
      resolve();
    });
  });
  try {
    if (await socketOpens(signal)) return "fine";
    await unlessAborted(signal, answered);
    return outage;
  } finally {
    stopInquiry();
  }
}

async function socketOpens(signal: AbortSignal): Promise<boolean> {
  const { promise, resolve } = deferred<boolean>();
  try {
    const socket = BROWSER_NETWORK.connect();
    socket.onopen = () => resolve(true);
    socket.onclose = () => resolve(false);
    const opened = await unlessAborted(signal, promise);
    socket.close();
    return opened === true;
  } catch {
    return false; // the browser forbids it
  }
}
