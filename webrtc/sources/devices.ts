/** The cameras and microphones that there are, by name. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { tidyTitle } from "@/signaling/protocol/title.ts";
import type { DeviceList } from "./choices.ts";

const NONE: DeviceList = { camera: [], microphone: [] };

/** Kept up to date for as long as it is watched. Browsers name devices only once one was granted. */
export class Devices {
  readonly #list = signal(NONE);
  #isWatched = false;

  get list(): ReadonlySignal<DeviceList> {
    return this.#list;
  }

  /** Looks now, and whenever one comes or goes. */
  watch(): void {
    void this.#look();
    if (this.#isWatched) return;
    this.#isWatched = true;
    navigator.mediaDevices?.addEventListener("devicechange", this.#look);
  }

  unwatch(): void {
    this.#isWatched = false;
    this.#list.value = NONE;
    navigator.mediaDevices?.removeEventListener("devicechange", this.#look);
  }

  readonly #look = async () => {
    const found = await navigator.mediaDevices?.enumerateDevices().catch(() => []) ?? [];
    if (this.#isWatched) this.#list.value = named(found);
  };
}

/** Those that have a name, on one line and not turning what is around it: the others were not granted. */
export function named(
  found: readonly Pick<MediaDeviceInfo, "deviceId" | "kind" | "label">[],
): DeviceList {
  const ofKind = (kind: MediaDeviceKind) =>
    found
      .filter((device) => device.kind === kind && device.label !== "" && device.deviceId !== "")
      .map(({ deviceId: id, label }) => ({ id, name: tidyTitle(label) ?? label }));
  return { camera: ofKind("videoinput"), microphone: ofKind("audioinput") };
}
