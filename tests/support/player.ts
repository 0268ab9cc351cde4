/** Reads the player's state and uses its controls. */
import type { Page } from "playwright-core";
import { received } from "./browser.ts";

export interface VideoFacts {
  readonly paused: boolean;
  readonly muted: boolean;
  readonly volume: number;
}

export function videoFacts(page: Page): Promise<VideoFacts> {
  return page.locator("video").evaluate((video) => {
    if (!(video instanceof HTMLVideoElement)) throw new Error("no video");
    const { paused, muted, volume } = video;
    return { paused, muted, volume: Math.round(volume * 100) / 100 };
  });
}

/** Waits until the video has these properties. */
export async function expectVideo(page: Page, facts: Partial<VideoFacts>): Promise<void> {
  await page.waitForFunction((facts) => {
    const video = document.querySelector("video");
    return video !== null &&
      Object.entries(facts).every(([name, value]) =>
        typeof value === "number"
          ? Math.abs(Number(Reflect.get(video, name)) - value) < 0.01
          : Reflect.get(video, name) === value
      );
  }, facts);
}

/** A small snapshot of what the video shows now, for comparison. */
export function picture(page: Page): Promise<string> {
  return page.locator("video").evaluate((video) => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 64, height: 36 });
    if (video instanceof HTMLVideoElement) {
      canvas.getContext("2d")?.drawImage(video, 0, 0, 64, 36);
    }
    return canvas.toDataURL();
  });
}

/** Waits until so many more frames have been decoded, shown or not. */
export async function framesCome(page: Page, frames: number): Promise<void> {
  const { framesDecoded } = await received(page);
  await page.waitForFunction(async (until) => {
    const connections: RTCPeerConnection[] = Reflect.get(globalThis, "testConnections");
    let sum = 0;
    for (const connection of connections) {
      for (const report of (await connection.getStats()).values()) {
        if (report.type === "inbound-rtp") sum += report.framesDecoded ?? 0;
      }
    }
    return sum >= until;
  }, framesDecoded + frames);
}

/** Waits until the video shows another picture than `from`. */
export async function pictureMoves(page: Page, from: string): Promise<void> {
  while (await picture(page) === from) await framesCome(page, 1);
}

/** The player's controls, once they are there. */
export async function controls(page: Page) {
  const named = (name: string) => page.getByRole("button", { name, exact: true });
  await named("Settings").waitFor();
  return {
    named,
    /** Opens the settings. Moves the pointer first, because the controls may have hidden. */
    async settings() {
      await page.locator("video").hover({ position: { x: 100, y: 60 } });
      await named("Settings").click();
      return page.getByRole("group", { name: "Settings" });
    },
  };
}
