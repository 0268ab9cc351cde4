/** Browsers in which something is in place of WebRTC: what extensions and policies make of it. */
import type { Page } from "playwright-core";

/**
 * - `missing`: there is none
 * - `throwing`: no connection can be made
 * - `hollow`: whatever is asked of a connection resolves to nothing
 * - `silent`: an offer never comes
 */
export const BROKEN = ["missing", "throwing", "hollow", "silent"] as const;
export type Broken = (typeof BROKEN)[number];

/** From its next document on. */
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

/** From its next document on, no link of the page's finds a path, as under a policy that allows relayed paths alone; until `allow`. */
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

/** The policy is gone. */
export async function allowPaths(page: Page): Promise<void> {
  await page.evaluate(() => Reflect.get(globalThis, "testPolicy").isBlocked = false);
}
