/** Measures from outside for how long a server answers no request. */
import { median } from "./statistics.ts";

/** From one request to the next, in milliseconds. */
const INTERVAL = 20;

export interface StallProbe {
  /** @returns the longest response time beyond the median, in milliseconds */
  end(): Promise<number>;
}

/** Requests a small page repeatedly over one connection. */
export function probeStalls(url: string): StallProbe {
  const times: number[] = [];
  let isOver = false;
  const requesting = (async () => {
    while (!isOver) {
      const since = performance.now();
      await (await fetch(url)).body?.cancel();
      const time = performance.now() - since;
      times.push(time);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, INTERVAL - time)));
    }
  })();
  requesting.catch(() => {}); // `end` rethrows it
  return {
    async end() {
      isOver = true;
      await requesting;
      return Math.max(...times) - median(times);
    },
  };
}
