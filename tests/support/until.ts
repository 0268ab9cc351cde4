/** As long as the browser tests wait for anything, in milliseconds: the machine may be busy. */
const PATIENCE = 30_000;

/** Waits until something holds that no event tells of, and fails when it does not. */
export async function until(holds: () => boolean | Promise<boolean>, what: string): Promise<void> {
  const deadline = performance.now() + PATIENCE;
  while (!await holds()) {
    if (performance.now() > deadline) throw new Error(`It did not come about: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
