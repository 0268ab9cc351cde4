/** The server's process: listens, says where, and ends cleanly. Run by `deno task start`, after the build. */
import { addresses, welcome } from "@/addresses.ts";
import { startLogging } from "@/logging.ts";
import { config, stopServices } from "@/services.ts";
import { fail, print } from "@/terminal.ts";

/** How long the end may take at most, in milliseconds. */
const PATIENCE = 8_000;

await startLogging();

const { default: built } = await import(import.meta.resolve("./_fresh/server.js"));

function listen(): Deno.HttpServer<Deno.NetAddr> {
  const { port, host: hostname } = config;
  try {
    const options = { port, hostname, onListen: announce, automaticCompression: true };
    return Deno.serve(options, built.fetch);
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) {
      return fail(
        `Port ${port} is taken. Choose another one, such as PORT=${
          port < 65_535 ? port + 1 : port - 1
        }`,
      );
    }
    const reason = error instanceof Error ? error.message : String(error);
    return fail(`Cannot listen on HOST ${hostname}, PORT ${port}: ${reason}`);
  }
}

function announce({ hostname, port }: Deno.NetAddr): void {
  print(welcome(addresses(hostname, port, Deno.networkInterfaces())));
}

const server = listen();

let stopping = false;
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  // Requests under way may end; a connection that never does is not waited for.
  setTimeout(() => Deno.exit(0), PATIENCE);
  await stopServices();
  await server.shutdown();
  Deno.exit(0);
}
Deno.addSignalListener("SIGINT", stop);
Deno.addSignalListener("SIGTERM", stop);
