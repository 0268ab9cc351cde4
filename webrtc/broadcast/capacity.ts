/**
 * How many viewers to admit without harm to the present ones. Pure.
 *
 * The picture is encoded once per viewer. The cost is measured on the present viewers, in seconds of encoding per second. The
 * sum may use a part of all cores; the rest is for the camera, the page, and other programs.
 */

/** The part of all cores that encoding may use. */
const BUDGET = 0.6;
/** How many viewers to admit beyond the present ones. Single newcomers then need not wait for a measurement; crowds do. */
export const AHEAD = 4;
/** The assumed cost of a viewer on the best rung before there is a measurement, in seconds per second. */
const ASSUMED_COST = 0.1;

/** The present load of this machine. */
export interface Load {
  readonly cores: number;
  /** For each viewer: the cost of its rung, where the best rung costs 1, and the measured seconds of encoding per second. */
  readonly watching: readonly { readonly cost: number; readonly encoding: number | null }[];
  /** Whether the processor is too slow for the quality that some viewer should get. */
  readonly strained: boolean;
  /** How many viewers the upload limit allows on the lowest rung; null: there is no limit. */
  readonly uploadLimit: number | null;
  /** The cost of each rung, the best first. */
  readonly costs: readonly number[];
}

export interface Admission {
  /** How many viewers to admit now. */
  readonly places: number;
  /** How many viewers this machine can serve; null: not measured yet. */
  readonly measured: number | null;
}

export function admit(load: Load): Admission {
  const { watching, uploadLimit, strained } = load;
  const present = watching.length;
  const more = strained ? 0 : Math.floor(headroom(load) / (unitCost(load) * lowestCost(load)));
  const most = Math.max(1, present, Math.min(present + more, uploadLimit ?? Infinity));
  const isMeasured = watching.some(({ encoding }) => encoding !== null);
  return {
    places: Math.min(most, present + AHEAD),
    measured: isMeasured || strained ? most : null,
  };
}

/** The best rung for a newcomer that takes nothing from the others; the lowest if there is none. */
export function entryRung(load: Load): number {
  const room = load.strained ? 0 : headroom(load);
  const found = load.costs.findIndex((cost) => unitCost(load) * cost <= room);
  return found === -1 ? load.costs.length - 1 : found;
}

/**
 * Whether a viewer on this rung can rise to the next better one. That needs twice the headroom, because moving up and down
 * looks worse than staying.
 */
export function mayRise(load: Load, rung: number): boolean {
  const { costs, strained } = load;
  if (rung === 0 || rung >= costs.length || strained) return false;
  return 2 * unitCost(load) * (costs[rung - 1] - costs[rung]) <= headroom(load);
}

/** The cost of the best rung, as measured on the present viewers. */
function unitCost({ watching }: Load): number {
  let cost = 0;
  let encoding = 0;
  for (const each of watching) {
    if (each.encoding === null) continue;
    cost += each.cost;
    encoding += each.encoding;
  }
  // A still picture costs next to nothing, but will move again.
  return cost === 0 ? ASSUMED_COST : Math.max(encoding / cost, ASSUMED_COST / 2);
}

/** The free seconds of encoding per second. A viewer without a measurement counts like the others. */
function headroom(load: Load): number {
  const used = load.watching.reduce(
    (sum, { cost, encoding }) => sum + (encoding ?? unitCost(load) * cost),
    0,
  );
  return Math.max(0, load.cores * BUDGET - used);
}

function lowestCost({ costs }: Load): number {
  return costs.at(-1) ?? 1;
}
