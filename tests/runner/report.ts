/** What JUnit reports of `deno test` tell. */

export interface Report {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  /** Each file with the seconds that its tests took. */
  readonly files: readonly (readonly [file: string, seconds: number])[];
}

export const EMPTY: Report = { passed: 0, failed: 0, skipped: 0, files: [] };

export function parseReport(xml: string): Report {
  const count = (pattern: RegExp) => xml.match(pattern)?.length ?? 0;
  const failed = count(/<(failure|error) /g);
  const skipped = count(/<skipped/g);
  const files = xml.split("<testsuite ").slice(1).map((suite) => {
    const name = /^name="\.\/([^"]*)"/.exec(suite)?.[1] ?? "";
    // A step is a test case of its own, and its time is in its test's already.
    const tests = suite.matchAll(/<testcase name="(?![^"]* &gt; )[^"]*"[^>]* time="([\d.]+)"/g);
    return [name, [...tests].reduce((sum, [, seconds]) => sum + Number(seconds), 0)] as const;
  });
  return { passed: count(/<testcase /g) - failed - skipped, failed, skipped, files };
}

export function sum(reports: readonly Report[]): Report {
  return reports.reduce((a, b) => ({
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    files: [...a.files, ...b.files],
  }), EMPTY);
}

export function summary({ passed, failed, skipped }: Report): string {
  const line = `${passed} passed, ${failed} failed`;
  return skipped > 0 ? `${line}, ${skipped} skipped` : line;
}

/** The slowest files, a line for each. */
export function slowest({ files }: Report, most = 10): string {
  return files.toSorted(([, a], [, b]) => b - a).slice(0, most)
    .map(([file, seconds]) => `${seconds.toFixed(1).padStart(7)} s  ${file}`).join("\n");
}
