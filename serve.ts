/** The server's process: listens, says where, and ends cleanly. Run by `deno task start`, after the build. */
import { configure, getConsoleSink } from "@logtape/logtape";
import { addresses, welcome } from "@/addresses.ts";
import { config, stopServices } from "@/services.ts";
import { fail, print } from "@/terminal.ts";

await configure({
  sinks: { console: getConsoleSink() },
  loggers: [
    { category: ["logtape", "meta"], sinks: ["console"], lowestLevel: "warning" },
    { category: "tuila", sinks: ["console"], lowestLevel: "info" },
    { category: "fresh", sinks: ["console"], lowestLevel: "info" },
  ],
});

const { default: built } = await import(import.meta.resolve("./_fresh/server.js"));

function listen(): Deno.HttpServer<Deno.NetAddr> {
  const { port, host: hostname } = config;
  try {
    return Deno.serve({ port, hostname, onListen: announce }, built.fetch);
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) {
      return fail(`Port ${port} is taken. Choose another one: PORT=${port + 1}`);
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
function stop(): void {
  if (stopping) return;
  stopping = true;
  stopServices();
  // Requests under way may end; a connection that never does is not waited for.
  const patience = setTimeout(() => Deno.exit(0), 2_000);
  server.shutdown().finally(() => clearTimeout(patience)).then(() => Deno.exit(0));
}
Deno.addSignalListener("SIGINT", stop);
Deno.addSignalListener("SIGTERM", stop);
