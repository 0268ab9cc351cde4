/** Runs the server as its users do: in a process of its own, with the permissions of `deno task serve`. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import * as v from "valibot";
import denoJson from "../../deno.json" with { type: "json" };

const ROOT = new URL("../../", import.meta.url);
const HERE = fileURLToPath(ROOT);

export interface ServerProcess extends AsyncDisposable {
  readonly origin: string;
  /** Its output so far, stdout and stderr. */
  readonly output: () => string;
  signal(signal: Deno.Signal): void;
  /** Sends the signal, and waits until the process has ended. */
  end(signal: Deno.Signal): Promise<Deno.CommandStatus>;
  /**
   * Starts another server on the same port with the same store, after `end`, and waits until it listens.
   * @param root the folder of its code, to run another version
   */
  startAgain(root?: string): Promise<void>;
  /** Kills the server, and starts another. */
  restart(): Promise<void>;
  readonly status: Promise<Deno.CommandStatus>;
}

/**
 * Starts the built server on a free port, with a store of its own, and waits until it listens.
 * @param within what its command must begin with, to run elsewhere
 * @param args what its command ends with
 * @param preload a script that its process runs before it
 */
export async function startServer(
  env: Record<string, string> = {},
  within: readonly string[] = [],
  args: readonly string[] = [],
  preload?: string,
): Promise<ServerProcess> {
  const store = env.STORE ?? `data/test/${crypto.randomUUID()}.sqlite`;
  const spawn = (port: string, root?: string) =>
    spawnServer(
      { PORT: port, HOST: "127.0.0.1", ...env, STORE: store },
      within,
      args,
      root,
      preload,
    );
  let current = spawn("0");
  const origin = await current.origin;
  const { port } = new URL(origin);
  const end = (signal: Deno.Signal) => {
    current.signal(signal);
    return current.status;
  };
  const startAgain = async (root?: string) => {
    current = spawn(port, root);
    await current.origin;
  };
  return {
    origin,
    output: () => current.output(),
    signal: (signal) => current.signal(signal),
    get status() {
      return current.status;
    },
    end,
    startAgain,
    async restart() {
      await end("SIGKILL");
      await startAgain();
    },
    async [Symbol.asyncDispose]() {
      await current[Symbol.asyncDispose]();
      await removeStore(store);
    },
  };
}

/** Removes a store with the files beside it. */
export async function removeStore(store: string): Promise<void> {
  for (const suffix of ["", "-wal", "-shm", ".lock"]) {
    await Deno.remove(new URL(store + suffix, ROOT)).catch(() => {});
  }
}

/** Runs the server until it ends by itself. */
export async function runServer(
  env: Record<string, string>,
  args: readonly string[] = [],
): Promise<{ code: number; output: string }> {
  const server = spawnServer(env, [], args);
  const { code } = await server.status;
  return { code, output: server.output() };
}

function spawnServer(
  env: Record<string, string>,
  within: readonly string[],
  further: readonly string[],
  root = HERE,
  preload?: string,
) {
  const [, run, ...task] = denoJson.tasks.serve.split(" ");
  const before = preload === undefined ? [] : [`--preload=${preload}`];
  const serve = [run, ...before, ...task.slice(0, -1), join(root, task.at(-1) ?? "")];
  const [command, ...args] = [...within, Deno.execPath(), ...serve, ...further];
  const child = new Deno.Command(command, {
    args,
    cwd: ROOT,
    env,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let output = "";
  const origin = Promise.withResolvers<string>();
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      output += text;
      const found = /(https?:\/\/\S+:\d+)\/broadcast/.exec(output);
      if (found !== null) origin.resolve(found[1].replace("localhost", "127.0.0.1"));
    }
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  origin.promise.catch(() => {}); // not every caller awaits it
  const status = child.status.then(async (status) => {
    await reading;
    origin.reject(new Error(`The server ended with ${status.code}:\n${output}`));
    return status;
  });
  return {
    origin: origin.promise,
    output: () => output,
    signal: (signal: Deno.Signal) => child.kill(signal),
    status,
    async [Symbol.asyncDispose]() {
      try {
        child.kill("SIGTERM");
      } catch { /* it has ended */ }
      await status;
    },
  };
}

const Streams = v.array(v.strictObject({
  stream: v.string(),
  title: v.nullable(v.string()),
  state: v.picklist(["live", "paused"]),
  viewers: v.number(),
  since: v.pipe(v.string(), v.isoTimestamp()),
  elapsed: v.number(),
}));

/** The answer to `GET /api/streams`. */
export async function fetchStreams(origin: string): Promise<v.InferOutput<typeof Streams>> {
  return v.parse(Streams, await (await fetch(`${origin}/api/streams`)).json());
}
