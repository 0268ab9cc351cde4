/** What the browser says of this page's permissions, without asking the person. */
import type { Permission } from "./device_fault.ts";
import type { Device } from "../states.ts";

export async function permissionOf(device: Device): Promise<Permission> {
  try {
    return (await navigator.permissions.query({ name: device })).state;
  } catch {
    return null; // a browser that does not know this question
  }
}

/** Whether the browser gives these devices without asking. */
export async function areGranted(devices: readonly Device[]): Promise<boolean> {
  const permissions = await Promise.all(devices.map(permissionOf));
  return devices.length > 0 && permissions.every((permission) => permission === "granted");
}
