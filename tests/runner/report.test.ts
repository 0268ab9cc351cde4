/** What is counted of `deno test`'s reports: every test and step, whatever became of it. */
import assert from "node:assert/strict";
import { parseReport, slowest, sum, summary } from "./report.ts";

const XML = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="deno test" tests="6" failures="3" errors="1" time="4">
    <testsuite name="./tests/a.test.ts" tests="5" disabled="1" errors="0" failures="3">
        <testcase name="well" classname="./tests/a.test.ts" time="1.500" line="1" col="6">
        </testcase>
        <testcase name="a &gt;b" classname="./tests/a.test.ts" time="0.500" line="1" col="30">
            <failure message="Uncaught Error: no">Error: no</failure>
        </testcase>
        <testcase name="c" classname="./tests/a.test.ts" time="0.000" line="1" col="136">
            <skipped/>
        </testcase>
        <testcase name="d" classname="./tests/a.test.ts" time="1.000" line="2" col="6">
            <failure message="1 test step failed">1 test step failed.</failure>
        </testcase>
        <testcase name="d &gt; s" classname="./tests/a.test.ts" time="1.000" line="2" col="37">
            <failure message="Uncaught Error: in step">Error: in step</failure>
        </testcase>
    </testsuite>
    <testsuite name="./tests/b.test.ts" tests="1" disabled="0" errors="1" failures="0">
        <testcase name="z" classname="./tests/b.test.ts" time="4.000" line="1" col="6">
            <error message="Cancelled"/>
        </testcase>
    </testsuite>
</testsuites>`;

Deno.test("tests and steps that passed, failed, were skipped or cancelled are counted, and files timed", () => {
  assert.deepEqual(parseReport(XML), {
    passed: 1,
    failed: 4,
    skipped: 1,
    files: [["tests/a.test.ts", 3], ["tests/b.test.ts", 4]],
  });
});

Deno.test("reports are summed up in a line, which names what was skipped if anything was", () => {
  const report = parseReport(XML);
  assert.equal(summary(sum([report, report])), "2 passed, 8 failed, 2 skipped");
  assert.equal(summary(sum([])), "0 passed, 0 failed");
});

Deno.test("the slowest files come first", () => {
  assert.equal(slowest(parseReport(XML), 1), "    4.0 s  tests/b.test.ts");
});
