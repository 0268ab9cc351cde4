/**
 * `deno task bench recovery [--runs=10] [--only=<words>] [--json]`: for each fault, the time from its end to the next frame that a
 * viewer sees, here and with the sample that this project began as. Wants a built server (`deno task build`).
 */
import { parseArgs } from "node:util";
import { canMakeNetworks, NEEDS_NETWORKS } from "../tests/support/namespaces.ts";
import { openNetwork } from "../tests/support/network.ts";
import { type Contender, CONTENDERS } from "./support/contenders.ts";
import { type Fault, FAULTS } from "./support/faults.ts";
import { NEVER, recovery } from "./support/picture.ts";
import { openStage } from "./support/stage.ts";

/** Milliseconds for each run; null: never. */
type Times = (number | null)[];

interface Row {
  readonly fault: string;
  readonly times: Readonly<Record<Contender["name"], Times>>;
  /** Runs that could not be measured, and why. */
  readonly failures: string[];
}

const { values: options } = parseArgs({
  args: Deno.args,
  options: {
    runs: { type: "string", default: "3" },
    only: { type: "string", default: "" },
    json: { type: "boolean", default: false },
  },
});

/** Strikes once. */
async function measure(contender: Contender, fault: Fault): Promise<number | null> {
  if (fault.kind === "here") {
    await using stage = await openStage(contender, { kind: "here" });
    const since = Date.now();
    const { until, page } = await fault.strike(stage);
    return await recovery(page, since, until);
  }
  await using network = await openNetwork();
  const { away } = fault;
  await using stage = await openStage(contender, { kind: "across", network, away });
  const since = Date.now();
  const { until, page } = await fault.strike(stage, network);
  return await recovery(page, since, until);
}

async function compare(fault: Fault, runs: number): Promise<Row> {
  const row: Row = { fault: fault.name, times: { tuila: [], sample: [] }, failures: [] };
  for (let run = 0; run < runs; run++) {
    // In turns, and neither always first: what else the machine does meets both alike.
    for (const contender of run % 2 === 0 ? CONTENDERS : CONTENDERS.toReversed()) {
      try {
        row.times[contender.name].push(await measure(contender, fault));
      } catch (error) {
        const reason = error instanceof Error ? error.message.split("\n")[0] : String(error);
        row.failures.push(`${contender.name}, ${fault.name}: ${reason}`);
      }
    }
  }
  return row;
}

/** By rank, so that "never" is a value: the longest. */
function ranked(times: Times): number[] {
  return times.map((time) => time ?? Infinity).sort((a, b) => a - b);
}

const median = (times: Times) => ranked(times)[Math.floor((times.length - 1) / 2)] ?? NaN;
const worst = (times: Times) => ranked(times).at(-1) ?? NaN;

function inWords(time: number): string {
  if (Number.isNaN(time)) return "–";
  return time === Infinity ? "never" : `${Math.round(time)}`;
}

/** How many times longer the sample takes. */
function ratio(ours: number, theirs: number): string {
  if (ours === theirs) return "1";
  if (theirs === Infinity || ours === Infinity || ours === 0 || theirs === 0) {
    return theirs > ours ? "ours" : theirs < ours ? "theirs" : "–";
  }
  return (theirs / ours).toFixed(1);
}

function table(rows: readonly Row[]): string {
  const head = ["ms to the next frame", "tuila", "worst", "sample", "worst", "ratio"];
  const lines = rows.map(({ fault, times: { tuila, sample } }) => [
    fault,
    inWords(median(tuila)),
    inWords(worst(tuila)),
    inWords(median(sample)),
    inWords(worst(sample)),
    ratio(median(tuila), median(sample)),
  ]);
  const widths = head.map((_, column) =>
    Math.max(...[head, ...lines].map((line) => line[column].length))
  );
  return [head, ...lines].map((line) =>
    line.map((cell, i) => i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])).join("  ")
  ).join("\n");
}

function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${text}\n`));
}

const runs = Number(options.runs);
if (!Number.isSafeInteger(runs) || runs < 1) throw new Error("--runs must be a number from 1 on");
const faults = FAULTS.filter(({ name }) => name.includes(options.only));
if (faults.length === 0) throw new Error(`no fault is called "${options.only}"`);
const hasNetworks = await canMakeNetworks();
const rows: Row[] = [];
for (const fault of faults) {
  if (fault.kind === "across" && !hasNetworks) {
    if (!options.json) print(`${fault.name}: ${NEEDS_NETWORKS}`);
    continue;
  }
  rows.push(await compare(fault, runs));
}
if (options.json) {
  print(JSON.stringify({ runs, never: NEVER, rows }));
} else {
  print(table(rows));
  print(`Median and worst of ${runs}; 0: no gap over 500 ms; never: not within ${NEVER / 1000} s.`);
  for (const row of rows) for (const failure of row.failures) print(`Not measured: ${failure}`);
}
