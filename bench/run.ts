/**
 * `deno task bench [part…] [--json] [--runs=5] [--loss=1] [--minutes=30] [--only=<words>]`: builds the server, measures
 * Tuila and its rivals side by side, and prints one table. Without a part's name it runs every part.
 */
import { parseArgs } from "node:util";
import { churn } from "./parts/churn.ts";
import { fanOut } from "./parts/fan_out.ts";
import { firstFrame } from "./parts/first_frame.ts";
import { floor } from "./parts/floor.ts";
import { footprint } from "./parts/footprint.ts";
import { latency } from "./parts/latency.ts";
import { memory } from "./parts/memory.ts";
import { newcomer } from "./parts/newcomer.ts";
import { page } from "./parts/page.ts";
import { properties } from "./parts/properties.ts";
import { recovery } from "./parts/recovery.ts";
import { signaling } from "./parts/signaling.ts";
import { storm } from "./parts/storm.ts";
import { weight } from "./parts/weight.ts";
import { CannotMeasure, type Measurement, type Options, type Part } from "./support/part.ts";
import { table } from "./support/table.ts";

const PARTS: readonly Part[] = [
  firstFrame,
  floor,
  page,
  weight,
  latency,
  newcomer,
  signaling,
  memory,
  fanOut,
  footprint,
  storm,
  recovery,
  properties,
  churn,
];

const USAGE =
  "deno task bench [part…] [--json] [--runs=5] [--loss=1] [--minutes=30] [--only=<words>]";

const { values, positionals } = readArguments();
if (values.help) {
  say([USAGE, ...PARTS.map(({ name, about }) => `${name}: ${about}`)].join("\n"));
  Deno.exit(0);
}

function readArguments() {
  try {
    return parseArgs({
      args: Deno.args,
      allowPositionals: true,
      options: {
        help: { type: "boolean", default: false },
        json: { type: "boolean", default: false },
        runs: { type: "string" },
        loss: { type: "string", default: "0" },
        minutes: { type: "string" },
        only: { type: "string", default: "" },
      },
    });
  } catch (error) {
    if (!(error instanceof TypeError)) throw error; // `parseArgs` throws TypeError for invalid arguments
    fail(`${error.message}\n${USAGE}`);
  }
}

function fail(sentence: string): never {
  say(sentence);
  Deno.exit(2);
}

/** Writes to stderr; stdout has only the report. */
function say(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${text}\n`));
}

const runs = values.runs === undefined ? null : Number(values.runs);
if (runs !== null && !(Number.isSafeInteger(runs) && runs > 0)) {
  fail("--runs is a number from 1 on.");
}
const loss = Number(values.loss);
if (!(loss >= 0 && loss < 100)) {
  fail("--loss is a part of the packets in percent, from 0 to below 100.");
}
const minutes = values.minutes === undefined ? null : Number(values.minutes);
if (minutes !== null && !(minutes > 0)) fail("--minutes is a number above 0.");
const names = PARTS.map(({ name }) => name);
const unknown = positionals.find((name) => !names.includes(name));
if (unknown !== undefined) fail(`There is no part "${unknown}". There are: ${names.join(", ")}.`);

const build = new Deno.Command(Deno.execPath(), {
  args: ["task", "--quiet", "build"],
  cwd: new URL("../", import.meta.url),
  stdout: "null",
});
if (!(await build.output()).success) {
  fail("The server could not be built: `deno task build` says why.");
}

const options: Options = { runs, loss, minutes, only: values.only };
const measured: { part: Part; measurements: readonly Measurement[] }[] = [];
for (const part of PARTS) {
  if (positionals.length > 0 && !positionals.includes(part.name)) continue;
  say(`${part.name} …`);
  try {
    measured.push({ part, measurements: await part.measure(options) });
  } catch (error) {
    if (!(error instanceof CannotMeasure)) throw error;
    say(`${part.name}: not measured. ${error.message}`);
  }
}

const all = measured.flatMap(({ measurements }) => measurements);
const report = values.json
  ? JSON.stringify(
    measured.map(({ part, measurements }) => ({ part: part.name, measurements })),
    null,
    2,
  )
  : [
    table(all),
    ...measured.map(({ part }) => `${part.name}: ${part.about}`),
    ...all.flatMap(({ notes = [] }) => notes),
  ].join("\n");
Deno.stdout.writeSync(new TextEncoder().encode(`${report}\n`));
