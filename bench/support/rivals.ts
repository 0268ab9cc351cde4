/** The rivals' servers, each started as its documentation says, with its own packages. */
import type { Served } from "./contenders.ts";
import { CannotMeasure } from "./part.ts";

interface Rival {
  readonly command: readonly string[];
  /** Whether its folder has npm dependencies. */
  readonly hasPackages: boolean;
}

const RIVALS = {
  sample: { command: ["node", "server.js"], hasPackages: true },
  peerserver: {
    command: [
      ..."node node_modules/peer/dist/bin/peerjs.js --host 127.0.0.1".split(" "),
      ..."--concurrent_limit 100000 --port".split(" "),
    ],
    hasPackages: true,
  },
  ws: { command: ["node", "server.js"], hasPackages: true },
  bare: {
    command: [
      Deno.execPath(),
      ..."run --quiet --no-config --allow-net --allow-env server.ts".split(" "),
    ],
    hasPackages: false,
  },
} as const satisfies Record<string, Rival>;

export type RivalName = keyof typeof RIVALS;

/**
 * Starts it on a free port, and waits until it listens.
 * @param within the prefix of its command, to run it in another network namespace or on a core
 * @throws {CannotMeasure} if its packages cannot be installed
 */
export async function serveRival(
  name: RivalName,
  within: readonly string[] = [],
): Promise<Served> {
  const { command, hasPackages } = RIVALS[name];
  const folder = new URL(`../rivals/${name}/`, import.meta.url);
  if (hasPackages) await install(folder);
  const spawn = (port: string) => {
    const last = name === "peerserver" ? [port] : [];
    return spawnRival([...within, ...command, ...last], folder, port);
  };
  let current = spawn("0");
  const origin = await current.origin;
  const { port } = new URL(origin);
  const end = () => current.end();
  const startAgain = async () => {
    current = spawn(port);
    await current.origin;
  };
  return {
    origin,
    output: () => current.output(),
    end,
    startAgain,
    async restart() {
      await end();
      await startAgain();
    },
    [Symbol.asyncDispose]: end,
  };
}

/** Installs the packages, unless they are there. */
async function install(folder: URL): Promise<void> {
  try {
    await Deno.stat(new URL("node_modules/", folder));
  } catch {
    const npm = await run("npm", ["ci", "--silent", "--no-audit", "--no-fund"], folder);
    if (!npm) throw new CannotMeasure(`\`npm ci\` fails in ${folder.pathname}.`);
  }
}

async function run(command: string, args: string[], cwd: URL): Promise<boolean> {
  try {
    return (await new Deno.Command(command, { args, cwd }).output()).success;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

function spawnRival([command, ...args]: readonly string[], cwd: URL, port: string) {
  const env = { PORT: port, HOST: "0.0.0.0" };
  const options = { args, env, cwd, stdin: "null", stdout: "piped" } as const;
  const child = new Deno.Command(command, options).spawn();
  const origin = Promise.withResolvers<string>();
  let output = "";
  const reading = (async () => {
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
      if (output.length < MIN_KEPT_OUTPUT) output += text; // bounded, because some log every client
      const found = /http:\/\/127\.0\.0\.1:(\d+)|on 127\.0\.0\.1, port: (\d+)/.exec(output);
      if (found !== null) origin.resolve(`http://127.0.0.1:${found[1] ?? found[2]}`);
    }
    origin.reject(new Error(`a rival's server ended: ${output}`));
  })();
  origin.promise.catch(() => {}); // callers that await it handle the rejection
  return {
    origin: origin.promise,
    output: () => output,
    async end(): Promise<void> {
      try {
        child.kill("SIGKILL"); // no state to keep, and some wait for their clients on SIGTERM
      } catch { /* it has ended */ }
      await child.status;
      await reading;
    },
  };
}

/** How many characters of a server's output are kept, at least. */
const MIN_KEPT_OUTPUT = 4_000;
