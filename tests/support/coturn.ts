/** Runs coturn, a real TURN server, to test that it accepts the credentials that this server makes. */
import { existsSync } from "node:fs";
import { install, mayInstall } from "./apt.ts";
import { PATIENCE } from "./browser.ts";

/** The secret that coturn and the server share. */
export const TURN_SECRET = "north-sea-of-tests";

const PROGRAM = "/usr/bin/turnserver";

export interface Coturn extends AsyncDisposable {
  /** The part of a TURN URL after the scheme. */
  readonly host: string;
  /** Its output so far. */
  readonly output: () => string;
}

interface CoturnOptions {
  readonly address?: string;
  readonly port?: number;
  readonly args?: readonly string[];
  /** The start of its command, to run it in a network namespace. */
  readonly within?: readonly string[];
}

/** Whether there is a coturn; installs the distribution's where that is allowed. */
export async function hasCoturn(): Promise<boolean> {
  if (!existsSync(PROGRAM) && mayInstall()) await install("coturn").catch(() => {});
  return existsSync(PROGRAM);
}

/** Appended to the name of a test that is skipped without coturn. */
export const NEEDS_COTURN = "skipped where there is no coturn";

/** Starts coturn, and waits until it listens. */
export async function startCoturn(
  { address = "127.0.0.1", port = freePort(), args = [], within = [] }: CoturnOptions = {},
): Promise<Coturn> {
  await using things = new AsyncDisposableStack();
  const folder = await Deno.makeTempDir({ prefix: "tuila-coturn-" });
  things.defer(() => Deno.remove(folder, { recursive: true }));
  const [command, ...rest] = [
    ...within,
    PROGRAM,
    ...["-n", "--verbose", "--simple-log", "--no-cli", "--no-tls", "--no-dtls"],
    ...["--use-auth-secret", `--static-auth-secret=${TURN_SECRET}`, "--realm=tuila"],
    ...[`--listening-ip=${address}`, `--relay-ip=${address}`, `--listening-port=${port}`],
    ...["--log-file=stdout", `--pidfile=${folder}/pid`, `--userdb=${folder}/db`],
    ...args,
  ];
  const child = new Deno.Command(command, {
    args: rest,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let output = "";
  const listens = Promise.withResolvers<void>();
  const read = async () => {
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      output += text;
      if (/UDP listener opened on/.test(output)) listens.resolve();
    }
    listens.reject(new Error(`coturn has ended:\n${output}`));
  };
  const reading = read();
  things.defer(async () => {
    try {
      child.kill("SIGKILL"); // SIGTERM takes seconds
    } catch { /* it has ended */ }
    await child.status;
    await reading;
  });
  const guard = setTimeout(
    () => listens.reject(new Error(`coturn does not listen:\n${output}`)),
    PATIENCE,
  );
  try {
    await listens.promise;
  } finally {
    clearTimeout(guard);
  }
  const owned = things.move();
  return {
    host: `${address}:${port}`,
    output: () => output,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function freePort(): number {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  return listener.addr.port;
}
