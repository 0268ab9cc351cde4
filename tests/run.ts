/**
 * `deno task test`: everything, browsers included. Ends with the line `N passed, N failed`. With arguments, `deno test` is
 * given those; without, files run side by side as `runner/loads.ts` says.
 */
import { Browsers } from "./runner/browsers.ts";
import { runAll } from "./runner/lanes.ts";
import { type Job, jobsOf, LOAD_ELSEWHERE } from "./runner/loads.ts";
import { EMPTY, parseReport, type Report, slowest, sum, summary } from "./runner/report.ts";
import { ensureChromium } from "./support/chromium.ts";
import { BROWSER_ENDPOINT } from "./support/shared_browser.ts";

const BROWSER_TESTS = "tests/browser";

/** Two cores, in percent of one. A machine that has more may have them for others, and media that is late fails tests. */
const CAPACITY = 100 * Math.min(navigator.hardwareConcurrency, 2);

const PERMISSIONS = ["--allow-all"]; // they start servers and browsers, and read and write what those do

/** Runs Deno, with its output going where ours goes. */
async function deno(...args: string[]): Promise<boolean> {
  const { success } = await new Deno.Command(Deno.execPath(), { args, stdin: "null" }).spawn()
    .status;
  return success;
}

/** Runs `deno test`, and keeps what it says where that is `piped`. A process that failed counts as a failed test. */
async function test(
  args: readonly string[],
  output: "inherit" | "piped",
  env: Record<string, string> = {},
): Promise<{ report: Report; said: Uint8Array[] }> {
  const junit = await Deno.makeTempFile({ suffix: ".xml" });
  try {
    const child = new Deno.Command(Deno.execPath(), {
      args: ["test", ...PERMISSIONS, `--junit-path=${junit}`, ...args],
      env,
      stdin: "null",
      stdout: output,
      stderr: output,
    }).spawn();
    const said: Uint8Array[] = [];
    const keep = async (stream: ReadableStream<Uint8Array>) => {
      for await (const chunk of stream) said.push(chunk);
    };
    if (output === "piped") await Promise.all([keep(child.stdout), keep(child.stderr)]);
    const { success } = await child.status;
    const report = parseReport(await Deno.readTextFile(junit));
    const isTold = success || report.failed > 0;
    return { report: isTold ? report : { ...report, failed: 1 }, said };
  } finally {
    await Deno.remove(junit);
  }
}

/** Everything: what a file says is printed when it has ended. */
async function testAll(): Promise<Report> {
  if (!await deno("check", "--quiet")) return { ...EMPTY, failed: 1 };
  await using browsers = new Browsers();
  const reports: Report[] = [];
  const jobs: Job[] = [{ file: "", load: LOAD_ELSEWHERE }, ...jobsOf(browserFiles())];
  await runAll(jobs, CAPACITY, async ({ file }) => {
    const run = file === ""
      ? test(["--no-check", `--ignore=${BROWSER_TESTS}`], "piped")
      : browsers.lend((endpoint) =>
        test(["--no-check", `${BROWSER_TESTS}/${file}`], "piped", { [BROWSER_ENDPOINT]: endpoint })
      );
    const { report, said } = await run;
    for (const chunk of said) write(chunk);
    reports.push(report);
  });
  const all = sum(reports);
  say(`The slowest files:\n${slowest(all)}`);
  return all;
}

function browserFiles(): string[] {
  return [...Deno.readDirSync(BROWSER_TESTS)].map(({ name }) => name)
    .filter((name) => /\.test\.tsx?$/.test(name));
}

async function run(): Promise<boolean> {
  await ensureChromium();
  if (!await deno("task", "--quiet", "build")) return false;
  const report = Deno.args.length === 0
    ? await testAll()
    : (await test(Deno.args, "inherit")).report;
  say(summary(report));
  return report.failed === 0;
}

function say(line: string): void {
  write(new TextEncoder().encode(`${line}\n`));
}

function write(bytes: Uint8Array): void {
  for (let rest = bytes; rest.length > 0;) rest = rest.subarray(Deno.stdout.writeSync(rest));
}

try {
  Deno.exitCode = await run() ? 0 : 1;
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  Deno.exitCode = 1;
}
