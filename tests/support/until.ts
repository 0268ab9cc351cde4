/** In milliseconds, as long as the browser tests wait for anything, because the machine may be busy. */
const PATIENCE = 30_000;

/** Polls until `holds` returns true, for conditions without an event. @throws after `PATIENCE` */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  while (!await holds()) {
    if (performance.now() > deadline) throw new Error(`It did not come about: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
