/** `deno task test`: everything, browsers included. Ends with the line `N passed, N failed`. */
import { ensureChromium } from "./support/chromium.ts";

const PERMISSIONS = ["--allow-all"]; // they start servers and browsers, and read and write what those do

/** Runs Deno, with its output going where ours goes. */
async function deno(...args: string[]): Promise<boolean> {
  const { success } = await new Deno.Command(Deno.execPath(), { args, stdin: "null" }).spawn()
    .status;
  return success;
}

async function run(): Promise<boolean> {
  await ensureChromium();
  if (!await deno("task", "--quiet", "build")) return false;
  const report = await Deno.makeTempFile({ suffix: ".xml" });
  try {
    const passed = await deno("test", ...PERMISSIONS, `--junit-path=${report}`, ...Deno.args);
    say(summary(await Deno.readTextFile(report)));
    return passed;
  } finally {
    await Deno.remove(report);
  }
}

/** Counts what a JUnit report tells. */
function summary(report: string): string {
  const count = (pattern: RegExp) => report.match(pattern)?.length ?? 0;
  const all = count(/<testcase /g);
  const failed = count(/<failure /g);
  const skipped = count(/<skipped/g);
  const line = `${all - failed - skipped} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

try {
  Deno.exitCode = await run() ? 0 : 1;
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  Deno.exitCode = 1;
}
