/** Property tests that the tests run for a second and the bench for minutes, with the same code. */
import assert from "node:assert/strict";
import fc from "fast-check";

export interface Property {
  readonly name: string;
  /** How many cases the tests draw. */
  readonly cases: number;
  draw(cases: number): Promise<Drawn>;
}

interface Drawn {
  /** The number of cases before the first failure. */
  readonly held: number;
  /** The report of fast-check, with the seed that repeats the failure. */
  readonly failure: string | null;
}

/** @param play runs a script and returns its number of steps. It throws if the script breaks a rule. */
export function property<Script>({ name, cases, stepsPerCase, scripts, play }: {
  readonly name: string;
  readonly cases: number;
  /** The least number of steps per case, on average: scripts that end at once would prove nothing. */
  readonly stepsPerCase: number;
  readonly scripts: fc.Arbitrary<Script>;
  readonly play: (script: Script) => number | Promise<number>;
}): Property {
  return {
    name,
    cases,
    async draw(cases) {
      let steps = 0;
      const rules = fc.asyncProperty(scripts, async (script) => {
        steps += await play(script);
      });
      const result = await fc.check(rules, { numRuns: cases });
      if (result.failed) {
        return { held: result.numRuns - 1, failure: fc.defaultReportMessage(result) ?? "" };
      }
      const least = cases * stepsPerCase;
      return { held: cases, failure: steps < least ? `only ${steps} steps of ${least}` : null };
    },
  };
}

export function testProperty({ name, cases, draw }: Property): void {
  Deno.test(name, async () => {
    const { failure } = await draw(cases);
    assert.ok(failure === null, failure ?? "");
  });
}
