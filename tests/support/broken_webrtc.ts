/** Browsers in which an extension or a policy has removed or replaced WebRTC. */
import type { Page } from "playwright-core";

/**
 * - `missing`: there is no `RTCPeerConnection`
 * - `throwing`: its constructor throws
 * - `hollow`: each of its methods resolves to undefined
 * - `silent`: `createOffer` and `setLocalDescription` never settle
 */
export const BROKEN = ["missing", "throwing", "hollow", "silent"] as const;
export type Broken = (typeof BROKEN)[number];

/** Takes effect from the page's next document on. */
export async function breakWebRtc(page: Page, how: Broken): Promise<void> {
  await page.addInitScript((how) => {
    if (how === "missing") return void Reflect.deleteProperty(globalThis, "RTCPeerConnection");
    if (how === "silent") {
      RTCPeerConnection.prototype.createOffer = () => new Promise<never>(() => {});
      RTCPeerConnection.prototype.setLocalDescription = () => new Promise(() => {});
      return;
    }
    const hollow = () =>
      new Proxy(() => {}, {
        get: (_, name) => name === "then" ? undefined : () => Promise.resolve(),
        set: () => true,
      });
    const Connection = function () {
      if (how === "throwing") throw new DOMException("WebRTC is blocked", "NotSupportedError");
      return hollow();
    };
    Object.assign(globalThis, { RTCPeerConnection: Connection });
  }, how);
}

/**
 * From its next document on, no link of the page finds a path until `allowPaths`, as under a policy that allows only
 * relayed paths.
 */
export async function blockPaths(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const Real = RTCPeerConnection;
    const policy = { isBlocked: true };
    class Blocked extends Real {
      constructor(configuration?: RTCConfiguration) {
        super(
          policy.isBlocked
            ? { ...configuration, iceTransportPolicy: "relay", iceServers: [] }
            : configuration,
        );
      }
    }
    Object.assign(globalThis, { RTCPeerConnection: Blocked, testPolicy: policy });
  });
}

/** Lifts that policy. */
export async function allowPaths(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.get(globalThis, "testPolicy").isBlocked = false);
}
