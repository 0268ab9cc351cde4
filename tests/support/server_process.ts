/** The server as its users run it: a process of its own, with the permissions that `deno task serve` gives it. */
import * as v from "valibot";
import denoJson from "../../deno.json" with { type: "json" };

const ROOT = new URL("../../", import.meta.url);

export interface ServerProcess extends AsyncDisposable {
  readonly origin: string;
  /** What it has said so far, on both outputs. */
  readonly output: () => string;
  signal(signal: Deno.Signal): void;
  /** Kills it without warning, and starts another on the same port with the same store. */
  restart(): Promise<void>;
  /** How it ended. */
  readonly status: Promise<Deno.CommandStatus>;
}

/** Starts the built server on a free port, with a store of its own, and waits until it listens. */
export async function startServer(env: Record<string, string> = {}): Promise<ServerProcess> {
  const store = `data/test/${crypto.randomUUID()}.sqlite`;
  let current = spawnServer({ PORT: "0", HOST: "127.0.0.1", STORE: store, ...env });
  const port = await current.port;
  return {
    origin: `http://127.0.0.1:${port}`,
    output: () => current.output(),
    signal: (signal) => current.signal(signal),
    get status() {
      return current.status;
    },
    async restart() {
      current.signal("SIGKILL");
      await current.status;
      current = spawnServer({ PORT: String(port), HOST: "127.0.0.1", STORE: store, ...env });
      await current.port;
    },
    async [Symbol.asyncDispose]() {
      await current[Symbol.asyncDispose]();
      for (const suffix of ["", "-wal", "-shm"]) {
        await Deno.remove(new URL(store + suffix, ROOT)).catch(() => {});
      }
    },
  };
}

/** Runs the server until it ends by itself. */
export async function runServer(
  env: Record<string, string>,
): Promise<{ code: number; output: string }> {
  const server = spawnServer(env);
  const { code } = await server.status;
  return { code, output: server.output() };
}

function spawnServer(env: Record<string, string>) {
  const [, ...args] = denoJson.tasks.serve.split(" ");
  const child = new Deno.Command(Deno.execPath(), {
    args,
    cwd: ROOT,
    env,
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let output = "";
  const port = Promise.withResolvers<number>();
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      output += text;
      const found = /:(\d+)\/broadcast/.exec(output);
      if (found !== null) port.resolve(Number(found[1]));
    }
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  port.promise.catch(() => {}); // whoever waits for it is told; nobody need be
  const status = child.status.then(async (status) => {
    await reading;
    port.reject(new Error(`The server ended with ${status.code}:\n${output}`));
    return status;
  });
  return {
    port: port.promise,
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
  state: v.picklist(["live", "paused"]),
  viewers: v.number(),
  since: v.pipe(v.string(), v.isoTimestamp()),
}));

/** What `GET /api/streams` answers. */
export async function fetchStreams(origin: string): Promise<v.InferOutput<typeof Streams>> {
  return v.parse(Streams, await (await fetch(`${origin}/api/streams`)).json());
}
