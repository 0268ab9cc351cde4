/** Contenders are measured in turns: what else the machine does meets them alike. */
import { CannotMeasure } from "./part.ts";

/** What one run of one contender gave: figures by the name of what they measure, and what must be known of them. */
export interface Found {
  readonly figures: Readonly<Record<string, readonly number[]>>;
  readonly note?: string;
}

export interface Turns {
  /** Of each contender, for that name. */
  figures(of: string): Record<string, readonly number[]>;
  readonly notes: readonly string[];
}

/** @param only words that a contender's name must have */
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

/** What was measured of one thing. */
export interface Compared {
  readonly figures: Readonly<Record<string, readonly number[]>>;
  readonly notes: readonly string[];
}

/** The same for contenders that are one figure each. @param what is measured, for the notes */
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
