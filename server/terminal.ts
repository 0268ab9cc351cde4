/** Output for the person who started the server. */

/** Writes a line to standard output. */
export function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** Prints what the person should know, on standard error. */
export function warn(sentence: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(`${sentence}\n`));
}

/** Prints in one sentence why the server cannot run, and ends the process. */
export function fail(sentence: string): never {
  warn(sentence);
  Deno.exit(1);
}
