/**
 * How many may watch, so that no newcomer spoils it for those who watch. Pure.
 *
 * The picture is encoded once a viewer. What that costs is measured on those who watch: seconds of encoding a second. They
 * may add up to a part of what all cores have; the rest is for the camera, the page, and whatever else runs.
 */

/** The part of all cores that encoding may take. */
const BUDGET = 0.6;
/** How many more than watch are let in at a time: who comes need not wait for a measurement, a crowd does. */
export const AHEAD = 4;
/** What a viewer on the best rung is taken to cost before it is measured, in seconds a second. */
const ASSUMED = 0.1;

/** What this machine carries now. */
export interface Load {
  readonly cores: number;
  /** For each who is watching: what its rung costs, where the best one costs 1, and the measured seconds of encoding a second. */
  readonly watching: readonly { readonly cost: number; readonly encoding: number | null }[];
  /** Someone who watches is kept from the quality meant for it by the lack of processor. */
  readonly strained: boolean;
  /** How many the limit of the upload can carry at the lowest rung; null: there is no limit. */
  readonly carried: number | null;
  /** What each rung costs, the best first. */
  readonly costs: readonly number[];
}

export interface Admission {
  /** How many may watch now. */
  readonly places: number;
  /** How many this machine can carry; null: nothing is measured yet. */
  readonly measured: number | null;
}

export function admit(load: Load): Admission {
  const { watching, carried, strained } = load;
  const here = watching.length;
  const more = strained ? 0 : Math.floor(headroom(load) / (unit(load) * lowest(load)));
  const most = Math.max(1, here, Math.min(here + more, carried ?? Infinity));
  const isMeasured = watching.some(({ encoding }) => encoding !== null);
  return {
    places: Math.min(most, here + AHEAD),
    measured: isMeasured || strained ? most : null,
  };
}

/** The best rung that a newcomer can have at nobody's expense; the lowest if there is none. */
export function entryRung(load: Load): number {
  const room = load.strained ? 0 : headroom(load);
  const found = load.costs.findIndex((cost) => unit(load) * cost <= room);
  return found === -1 ? load.costs.length - 1 : found;
}

/**
 * Whether who has this rung can have the next better one. With as much to spare again: up and down in turns would look
 * worse than staying.
 */
export function mayRise(load: Load, rung: number): boolean {
  const { costs, strained } = load;
  if (rung === 0 || rung >= costs.length || strained) return false;
  return 2 * unit(load) * (costs[rung - 1] - costs[rung]) <= headroom(load);
}

/** What the best rung costs, as measured on those who watch. */
function unit({ watching }: Load): number {
  let cost = 0;
  let encoding = 0;
  for (const each of watching) {
    if (each.encoding === null) continue;
    cost += each.cost;
    encoding += each.encoding;
  }
  // A still picture may cost next to nothing: it will move again.
  return cost === 0 ? ASSUMED : Math.max(encoding / cost, ASSUMED / 2);
}

/** The seconds of encoding a second that are still free. Who is not measured yet costs as much as the others. */
function headroom(load: Load): number {
  const used = load.watching.reduce(
    (sum, { cost, encoding }) => sum + (encoding ?? unit(load) * cost),
    0,
  );
  return Math.max(0, load.cores * BUDGET - used);
}

function lowest({ costs }: Load): number {
  return costs.at(-1) ?? 1;
}
