/** This page's permissions, queried without asking the person. */
import type { Permission } from "./device_fault.ts";
import type { Device } from "../states.ts";

export async function permissionOf(device: Device): Promise<Permission> {
  try {
    return (await navigator.permissions.query({ name: device })).state;
  } catch {
    return null; // the browser does not support this query
  }
}

/** Whether the browser grants these devices without asking the person. */
export async function areGranted(devices: readonly Device[]): Promise<boolean> {
  const permissions = await Promise.all(devices.map(permissionOf));
  return devices.length > 0 && permissions.every((permission) => permission === "granted");
}
