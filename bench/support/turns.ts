/** Measures contenders in turns, so that other load on the machine affects them alike. */
import { CannotMeasure } from "./part.ts";

/** The result of one run of one contender: figures by metric, and a note on them. */
export interface Found {
  readonly figures: Readonly<Record<string, readonly number[]>>;
  readonly note?: string;
}

export interface Turns {
  /** The figures of each contender for a metric. */
  figures(of: string): Record<string, readonly number[]>;
  readonly notes: readonly string[];
}

/** @param only text that a contender's name must contain */
export async function inTurns<Name extends string>(
  { names, runs, only = "" }: {
    readonly names: readonly Name[];
    readonly runs: number;
    readonly only?: string;
  },
  measure: (name: Name) => Promise<Found>,
): Promise<Turns> {
  const found: { readonly name: Name; readonly figures: Found["figures"] }[] = [];
  const notes = new Set<string>();
  const missing = new Set<Name>();
  const chosen = names.filter((name) => name.includes(only));
  for (let run = 0; run < runs; run++) {
    for (const name of run % 2 === 0 ? chosen : chosen.toReversed()) {
      if (missing.has(name)) continue;
      try {
        const { figures, note } = await measure(name);
        if (note !== undefined) notes.add(`${name}: ${note}`);
        found.push({ name, figures });
      } catch (error) {
        if (error instanceof CannotMeasure) missing.add(name);
        const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
        notes.add(`not measured: ${name}: ${reason}`);
      }
    }
  }
  const figuresOf = (name: Name, of: string) =>
    found.filter((one) => one.name === name).flatMap(({ figures }) => figures[of] ?? []);
  return {
    figures: (of) => Object.fromEntries(chosen.map((name) => [name, figuresOf(name, of)])),
    notes: [...notes],
  };
}

/** The figures of one metric. */
export interface Compared {
  readonly figures: Readonly<Record<string, readonly number[]>>;
  readonly notes: readonly string[];
}

/** `inTurns` for a single metric. @param what the metric's name, for the notes */
export async function byTurns(
  what: string,
  runs: number,
  contenders: ReadonlyMap<string, () => Promise<number>>,
): Promise<Compared> {
  const turns = await inTurns({ names: [...contenders.keys()], runs }, async (name) => {
    const figure = await contenders.get(name)?.();
    return { figures: { [what]: figure === undefined ? [] : [figure] } };
  });
  return { figures: turns.figures(what), notes: turns.notes.map((note) => `${what}: ${note}`) };
}
