/** Runs jobs side by side, as many as fit. */

interface Loaded {
  /** How much of the capacity it takes while it runs. */
  readonly load: number;
}

/** Starts the jobs in their order; one that does not fit beside those that run lets smaller ones go ahead. */
export async function runAll<Job extends Loaded>(
  jobs: readonly Job[],
  capacity: number,
  run: (job: Job) => Promise<void>,
): Promise<void> {
  const waiting = [...jobs];
  const running = new Set<Promise<void>>();
  let load = 0;
  while (waiting.length > 0 || running.size > 0) {
    const next = waiting.findIndex((job) => running.size === 0 || load + job.load <= capacity);
    if (next < 0) {
      await Promise.race(running);
      continue;
    }
    const [job] = waiting.splice(next, 1);
    load += job.load;
    const ended = run(job).finally(() => {
      load -= job.load;
      running.delete(ended);
    });
    running.add(ended);
  }
}
