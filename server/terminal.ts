/** What the server says to the person who started it. */

/** Writes a line to standard output. */
export function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}

/** Says in one sentence why the server cannot run, and ends the process. */
export function fail(sentence: string): never {
  Deno.stderr.writeSync(new TextEncoder().encode(`${sentence}\n`));
  Deno.exit(1);
}
