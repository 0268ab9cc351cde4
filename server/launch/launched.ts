/** What the launcher hands to the server that it starts, by arguments, and how the server reads it. */

/** The launcher started the server: its standard input is a pipe that ends when the launcher does. */
const LAUNCHED = "--launched";
const OPEN_FILES = /^--open-files=(\d+)$/;

/** @param openFiles see `openFileLimit` */
export function handOver(openFiles: number | null): string[] {
  return openFiles === null ? [LAUNCHED] : [LAUNCHED, `--open-files=${openFiles}`];
}

/** The arguments of the person who started the server. */
export function withoutHandOver(args: readonly string[]): string[] {
  return args.filter((arg) => arg !== LAUNCHED && !OPEN_FILES.test(arg));
}

/** Whether the launcher started this process. */
export function isLaunched(args: readonly string[] = Deno.args): boolean {
  return args.includes(LAUNCHED);
}

/**
 * How many files, sockets included, this process may have open (`ulimit -n`). null: there is no limit, or nobody said.
 * The server has no permission to ask for it.
 */
export function openFileLimit(args: readonly string[] = Deno.args): number | null {
  const given = args.map((arg) => OPEN_FILES.exec(arg)?.[1]).find((limit) => limit !== undefined);
  return given === undefined ? null : Number(given);
}

/** Resolves when the launcher has ended, or closed the pipe to tell the server to end. */
export async function launcherEnded(): Promise<void> {
  const unused = new Uint8Array(64);
  while (await Deno.stdin.read(unused) !== null);
}
