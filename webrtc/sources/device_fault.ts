/** What the errors of `getUserMedia` and `getDisplayMedia` mean. Pure. */
import type { DeviceFault, ScreenFault } from "../states.ts";

/** What the browser says of a page's permission; null: it does not say. */
export type Permission = PermissionState | null;

/** Sooner than this, in milliseconds, nobody has closed a chooser. */
const NO_HAND = 150;

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
 * Whether a device may be asked for alone after it was refused together with the other one. What the person refused is not
 * asked for again; what failed only for the other's sake is.
 */
export function mayAskAlone(error: unknown, own: Permission, others: Permission): boolean {
  if (!isRefusal(error)) return true;
  if (own === "denied") return false;
  return own === "granted" || others === "denied" || isSystems(error);
}

/**
 * Screen Capture, 5.1. A person who closes the chooser and a policy that shows none have one name, and in Chromium one
 * message too: the policy is quicker.
 * @param after milliseconds since the screen was asked for
 * @returns null: the person chose none
 */
export function screenFault(error: unknown, after: number): ScreenFault | null {
  if (!isRefusal(error)) return "busy";
  if (isSystems(error)) return "blocked";
  return after < NO_HAND || /policy/i.test(messageOf(error)) ? "refused" : null;
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
