/** Measuring by turns, so that what else the machine does meets every contender alike. */

export interface Turns {
  readonly figures: Readonly<Record<string, readonly number[]>>;
  readonly notes: readonly string[];
}

/**
 * Measures each contender so many times, and none always first. What fails is noted, and the rest goes on.
 * @param what is measured, for the notes
 */
export async function byTurns(
  what: string,
  runs: number,
  contenders: ReadonlyMap<string, () => Promise<number>>,
): Promise<Turns> {
  const measured = [...contenders].map(([name, measure]) => ({
    name,
    measure,
    figures: Array.of<number>(),
  }));
  const notes: string[] = [];
  for (let run = 0; run < runs; run++) {
    for (const { name, measure, figures } of run % 2 === 0 ? measured : measured.toReversed()) {
      try {
        figures.push(await measure());
      } catch (error) {
        const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
        notes.push(`not measured: ${name}, ${what}: ${reason}`);
      }
    }
  }
  return {
    figures: Object.fromEntries(measured.map(({ name, figures }) => [name, figures])),
    notes,
  };
}
