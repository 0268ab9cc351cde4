/** `deno task bench [part] [options]`: runs one part, or, without a name, every `*.bench.ts`. */
import { existsSync } from "node:fs";

const [part, ...options] = Deno.args;

function command(): string[] {
  if (part === undefined) return ["bench", "-A", "bench/"];
  for (const [file, ...how] of [[`${part}.bench.ts`, "bench"], [`${part}.ts`, "run"]]) {
    if (/^[\w-]+$/.test(part) && existsSync(new URL(file, import.meta.url))) {
      return [...how, "-A", `bench/${file}`, ...options];
    }
  }
  throw new Error(`There is no benchmark "${part}" in bench/.`);
}

const cwd = new URL("../", import.meta.url);
const child = new Deno.Command(Deno.execPath(), { args: command(), cwd, stdin: "null" }).spawn();
Deno.exitCode = (await child.status).code;
