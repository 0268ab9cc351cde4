/** Starts the compared servers and the clients that load them. */
import * as v from "valibot";
import type { Spoken, Task, Use } from "../load/tasks.ts";
import { type Served, serveTuila } from "./contenders.ts";
import { CORES, pidOf, placed } from "./processes.ts";
import { serveRival } from "./rivals.ts";
import type { Found } from "./turns.ts";

/**
 * Starts a contender's server on the server core.
 * @param env settings of Tuila that the load needs
 */
export function serveLoaded(name: Spoken, env: Record<string, string> = {}): Promise<Served> {
  const within = placed(CORES.server);
  return name === "tuila" ? serveTuila(env, within) : serveRival(name, within);
}

/** A task's fields about the server. */
export function targetOf(name: Spoken, server: Served) {
  return { speaks: name, origin: server.origin, pid: pidOf(server.output()) };
}

export interface Load extends AsyncDisposable {
  readonly pid: number;
  /** The client's next message. */
  next<Output>(schema: v.GenericSchema<unknown, Output>): Promise<Output>;
}

const Failure = v.strictObject({ error: v.string() });

const CLIENT = [Deno.execPath(), ..."run --quiet --no-check -A bench/load/client.ts".split(" ")];
/** Socket.io's own client, with its own reconnection policy. */
const SAMPLE_CLIENT = ["node", "bench/rivals/sample/storm.js"];

/** Starts a load client for a task. */
export function startLoad(task: Task): Load {
  const client = task.task === "storm" && task.speaks === "sample" ? SAMPLE_CLIENT : CLIENT;
  const [command, ...args] = [...placed(CORES.load), ...client, JSON.stringify(task)];
  const cwd = new URL("../../", import.meta.url);
  const child = new Deno.Command(command, { args, cwd, stdin: "null", stdout: "piped" }).spawn();
  const lines = linesOf(child.stdout);
  return {
    pid: child.pid,
    async next(schema) {
      for (;;) {
        const { value, done } = await lines.next();
        if (done) throw new Error(`a load client ended without a word (${task.task})`);
        if (!value.startsWith("{")) continue; // the first line, from `placed`, is the process id
        const message = v.parse(v.pipe(v.string(), v.parseJson()), value);
        if (v.is(Failure, message)) throw new Error(message.error);
        return v.parse(schema, message);
      }
    },
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGKILL");
      } catch { /* it has ended */ }
      await lines.return(undefined);
      await child.status;
    },
  };
}

/** Runs a task that has a single result. */
export async function runLoad<Output>(
  task: Task,
  schema: v.GenericSchema<unknown, Output>,
): Promise<Output> {
  await using load = startLoad(task);
  return await load.next(schema);
}

async function* linesOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>): AsyncGenerator<string> {
  let rest = "";
  for await (const text of stream.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

/** The share of a core above which a process counts as saturated. */
const BUSY = 0.9;

/** Drops the figures if the client was saturated and the server was not, because they would measure the client. */
export function counted(use: Use, figures: Found["figures"]): Found {
  const note = bottleneck(use);
  return note === null ? { figures } : { figures: {}, note: `not counted: ${note}` };
}

/** A note if the client was saturated and the server was not, otherwise null. */
export function bottleneck({ wall, server, client }: Use): string | null {
  if (client / wall < BUSY || server / wall >= BUSY) return null;
  const percent = (used: number) => `${Math.round(100 * used / wall)} %`;
  return `the client used ${percent(client)} of a core, the server ${percent(server)}`;
}
