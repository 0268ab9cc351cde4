/** Jobs run side by side as far as they fit, and each once. */
import assert from "node:assert/strict";
import { runAll } from "./lanes.ts";
import { jobsOf, LOADS } from "./loads.ts";

/** Jobs that end when they are told to; says what began, in its order. */
function stage() {
  const ends = new Map<string, PromiseWithResolvers<void>>();
  const run = ({ name }: { name: string }) => {
    const end = Promise.withResolvers<void>();
    ends.set(name, end);
    return end.promise;
  };
  const began = () => [...ends.keys()].join("");
  const settle = () => new Promise((resolve) => setTimeout(resolve));
  const end = async (name: string) => {
    ends.get(name)?.resolve();
    await settle();
    return began();
  };
  return { ends, run, began, end, settle };
}

const jobs = (loads: Record<string, number>) =>
  Object.entries(loads).map(([name, load]) => ({ name, load }));

Deno.test("jobs start in their order as long as they fit; smaller ones go ahead of one that does not", async () => {
  const { run, began, end, settle } = stage();
  const all = runAll(jobs({ a: 1, b: 0.5, c: 1, d: 0.5, e: 0.5 }), 2, run);
  await settle();
  assert.equal(began(), "abd");
  assert.equal(await end("b"), "abde");
  assert.equal(await end("a"), "abdec");
  for (const name of "dec") await end(name);
  await all;
});

Deno.test("a job that never fits runs alone", async () => {
  const { run, began, end, settle } = stage();
  const all = runAll(jobs({ a: 3, b: 1 }), 2, run);
  await settle();
  assert.equal(began(), "a");
  assert.equal(await end("a"), "ab");
  await end("b");
  await all;
});

Deno.test("a fault of a job is a fault of all", async () => {
  const { ends, run, settle } = stage();
  const all = runAll(jobs({ a: 1 }), 2, run);
  await settle();
  ends.get("a")?.reject(new Error("broken"));
  await assert.rejects(all, /broken/);
});

Deno.test("every file runs, also one that the table does not name; what it names is there", () => {
  const [longest] = Object.keys(LOADS);
  const jobs = jobsOf(["another.test.ts", longest]);
  assert.deepEqual(jobs.map(({ file }) => file), [longest, "another.test.ts"]);
  const files = [...Deno.readDirSync(new URL("../browser", import.meta.url))].map(({ name }) =>
    name
  );
  for (const file of Object.keys(LOADS)) assert.ok(files.includes(file), file);
});
