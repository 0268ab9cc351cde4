/** The names of the cameras and microphones. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { tidyTitle } from "@/signaling/protocol/title.ts";
import type { DeviceList } from "./choices.ts";

const NONE: DeviceList = { camera: [], microphone: [] };

/** Stays up to date while it is watched. Browsers tell names only after they have granted a device. */
export class Devices {
  readonly #list = signal(NONE);
  #isWatched = false;

  get list(): ReadonlySignal<DeviceList> {
    return this.#list;
  }

  /** Updates the list now, and whenever a device is added or removed. */
  watch(): void {
    void this.#update();
    if (this.#isWatched) return;
    this.#isWatched = true;
    navigator.mediaDevices?.addEventListener("devicechange", this.#update);
  }

  unwatch(): void {
    this.#isWatched = false;
    this.#list.value = NONE;
    navigator.mediaDevices?.removeEventListener("devicechange", this.#update);
  }

  readonly #update = async () => {
    const found = await navigator.mediaDevices?.enumerateDevices().catch(() => []) ?? [];
    if (this.#isWatched) this.#list.value = named(found);
  };
}

/** The devices with a name (others are not granted), without line breaks and bidirectional controls. */
export function named(
  found: readonly Pick<MediaDeviceInfo, "deviceId" | "kind" | "label">[],
): DeviceList {
  const ofKind = (kind: MediaDeviceKind) =>
    found
      .filter((device) => device.kind === kind && device.label !== "" && device.deviceId !== "")
      .map(({ deviceId: id, label }) => ({ id, name: tidyTitle(label) ?? label }));
  return { camera: ofKind("videoinput"), microphone: ofKind("audioinput") };
}
