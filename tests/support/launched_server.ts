/** The server as `deno task start` runs it after the build: the task runner, the launcher, the server. */
import denoJson from "../../deno.json" with { type: "json" };
import { freePort } from "./reverse_proxy.ts";
import { removeStore } from "./server_process.ts";
import { until } from "./until.ts";

const ROOT = new URL("../../", import.meta.url);

export type Place = "task" | "launcher" | "server";

export interface LaunchedServer extends AsyncDisposable {
  readonly origin: string;
  readonly output: () => string;
  /** How often a server has begun to listen. */
  readonly starts: () => number;
  /** Sends that signal to these processes, as good as at once. */
  signal(places: readonly Place[], signal: Deno.Signal): Promise<void>;
  /** What its command line is. */
  commandOf(place: Place): Promise<string>;
  /** Waits until this many servers have begun to listen. */
  started(times: number): Promise<void>;
  /** How the task ended, which is what its user sees. */
  readonly status: Promise<Deno.CommandStatus>;
  /** Resolves when no process is left that has its outputs open. */
  readonly allEnded: Promise<void>;
}

/**
 * Starts it on a free port, and waits until it listens.
 * @param within what its command must begin with, to run elsewhere
 */
export async function startLaunched(within: readonly string[] = []): Promise<LaunchedServer> {
  const port = await freePort();
  const store = `data/test/${crypto.randomUUID()}.sqlite`;
  const launched = launch({ PORT: String(port), HOST: "127.0.0.1", STORE: store }, within);
  await launched.started(1);
  return {
    ...launched,
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      await launched[Symbol.asyncDispose]();
      await removeStore(store);
    },
  };
}

/** Starts it, with what may not let it listen. */
export function launch(
  env: Record<string, string>,
  within: readonly string[] = [],
): Omit<LaunchedServer, "origin"> {
  const [, afterBuild] = denoJson.tasks.start.split(" && ");
  const [command, ...args] = [...within, Deno.execPath(), "task", "--quiet", "--eval", afterBuild];
  const task = new Deno.Command(command, {
    args,
    cwd: ROOT,
    env,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let output = "";
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) output += text;
  };
  const allEnded = Promise.all([read(task.stdout), read(task.stderr)]).then(() => {});
  const starts = () => output.split(" is running.").length - 1;
  const pidOf = async (place: Place) => {
    if (place === "task") return task.pid;
    const launcher = await childOf(task.pid);
    return place === "launcher" ? launcher : await childOf(launcher);
  };
  return {
    output: () => output,
    starts,
    async signal(places, signal) {
      const pids = await Promise.all(places.map(pidOf));
      for (const pid of pids) Deno.kill(pid, signal);
    },
    commandOf: async (place) => await said("ps", ["-o", "args=", "-p", `${await pidOf(place)}`]),
    started: (times) => until(() => starts() >= times, `${times} starts in:\n${output}`),
    status: task.status,
    allEnded,
    async [Symbol.asyncDispose]() {
      try {
        task.kill("SIGTERM");
      } catch { /* it has ended */ }
      await allEnded;
    },
  };
}

async function childOf(pid: number): Promise<number> {
  const child = Number(await said("pgrep", ["-P", String(pid)]));
  if (child > 0) return child;
  throw new Error(`not one child of ${pid}`); // and 0 would mean the tests' own processes
}

async function said(command: string, args: readonly string[]): Promise<string> {
  const { stdout } = await new Deno.Command(command, { args: [...args] }).output();
  return new TextDecoder().decode(stdout).trim();
}
