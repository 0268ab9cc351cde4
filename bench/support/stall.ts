/** How long a server answers nobody, seen from outside. */
import { median } from "./statistics.ts";

/** From one question to the next, in milliseconds. */
const EVERY = 20;

export interface StallProbe {
  /** @returns the longest that an answer took beyond the usual, in milliseconds */
  end(): Promise<number>;
}

/** Asks for a small page again and again, over one connection. */
export function probeStalls(url: string): StallProbe {
  const times: number[] = [];
  let isOver = false;
  const asking = (async () => {
    while (!isOver) {
      const since = performance.now();
      await (await fetch(url)).body?.cancel();
      const time = performance.now() - since;
      times.push(time);
      await new Promise((resolve) => setTimeout(resolve, Math.max(0, EVERY - time)));
    }
  })();
  asking.catch(() => {}); // who ends it is told
  return {
    async end() {
      isOver = true;
      await asking;
      return Math.max(...times) - median(times);
    },
  };
}
