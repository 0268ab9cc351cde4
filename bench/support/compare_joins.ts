/** Compares the contenders' joins on one link, in turns. */
import { openAcross } from "./across.ts";
import type { Joins, Way } from "./joins.ts";
import type { LinkQuality } from "./link/link.ts";
import { byTurns, type Compared } from "./turns.ts";

/** @throws {CannotMeasure} if this machine cannot make such a link */
export async function compareJoins(
  ways: readonly Way[],
  quality: LinkQuality,
  runs: number,
): Promise<ReadonlyMap<Way, Compared>> {
  await using across = await openAcross(quality);
  const found = new Map<Way, Compared>();
  for (const way of ways) {
    await using things = new AsyncDisposableStack();
    const contenders = new Map<string, Joins["next"]>();
    for (const scene of across.scenes) {
      contenders.set(scene.contender.name, things.use(await way.open(scene)).next);
    }
    found.set(way, await byTurns(rowName(way, quality), runs, contenders));
  }
  return found;
}

export function rowName({ name }: Way, { roundTrip, loss }: LinkQuality): string {
  return `${name}, ${roundTrip} ms away${loss === 0 ? "" : `, ${loss} % lost`}`;
}
