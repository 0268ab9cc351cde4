/** What the errors of `getUserMedia` and `getDisplayMedia` mean. Pure. */
import type { DeviceFault, ScreenFault } from "../states.ts";

/** null: the browser does not tell. */
export type Permission = PermissionState | null;

/** No person closes a chooser faster than this, in milliseconds. */
const FASTEST_PERSON = 150;

/** Media Capture and Streams, 10.2. */
export function deviceFault(error: unknown, permission: Permission): DeviceFault {
  switch (nameOf(error)) {
    case "NotAllowedError":
    case "SecurityError":
      if (isSystems(error) || permission === "granted") return "blocked";
      return permission === "denied" ? "refused" : "dismissed";
    case "NotFoundError":
    case "OverconstrainedError":
      return "missing";
    default:
      return "busy";
  }
}

/**
 * Whether to ask for a device alone after both were refused together. Not if the person refused this device; yes if it failed
 * only because of the other one.
 */
export function mayAskAlone(error: unknown, own: Permission, others: Permission): boolean {
  if (!isRefusal(error)) return true;
  if (own === "denied") return false;
  return own === "granted" || others === "denied" || isSystems(error);
}

/**
 * Screen Capture, 5.1. A closed chooser and a policy that shows none cause errors of the same name, and in Chromium with the
 * same message. The policy's error comes faster.
 * @param after milliseconds from the call of `getDisplayMedia` to the error
 * @returns null: the person chose none
 */
export function screenFault(error: unknown, after: number): ScreenFault | null {
  if (!isRefusal(error)) return "busy";
  if (isSystems(error)) return "blocked";
  return after < FASTEST_PERSON || /policy/i.test(messageOf(error)) ? "refused" : null;
}

function isRefusal(error: unknown): boolean {
  return /^(NotAllowed|Security)Error$/.test(nameOf(error));
}

/** Chromium: "Permission denied by system". */
function isSystems(error: unknown): boolean {
  return isRefusal(error) && /\bsystem\b/i.test(messageOf(error));
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : "";
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : "";
}
