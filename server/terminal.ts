/** Output for the person who started the server. */
import { isLaunched } from "./launch/launched.ts";
import { CANNOT_RUN } from "./launch/restarts.ts";

/** Writes a line to standard output. */
export function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** Writes a line to standard error. */
export function warn(line: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** Prints in one sentence why the server cannot run, and ends the process. */
export function fail(sentence: string): never {
  warn(sentence);
  Deno.exit(isLaunched() ? CANNOT_RUN : 1);
}
