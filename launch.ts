/**
 * The launcher, which `deno task start` runs after the build: it starts the server, passes signals on to it, and starts
 * it again when it dies. It may start processes and nothing else; the server has the permissions of `deno task serve`.
 */
import denoJson from "./deno.json" with { type: "json" };
import { handOver } from "@/server/launch/launched.ts";
import { readOpenFileLimit } from "@/server/launch/open_files.ts";
import { Supervisor } from "@/server/launch/supervisor.ts";
import { onStopSignal } from "@/server/stop_signals.ts";

/** How often to look whether `deno task` is still there, in milliseconds: nothing tells of its death. */
const LOOK = 1_000;

const [, ...serve] = denoJson.tasks.serve.split(" ");
const args = [...serve, ...handOver(readOpenFileLimit()), ...Deno.args];
const supervisor = new Supervisor(args, import.meta.dirname ?? ".");

onStopSignal(() => supervisor.stop());
const parent = Deno.ppid;
setInterval(() => {
  if (Deno.ppid !== parent) supervisor.stop();
}, LOOK);

Deno.exit(await supervisor.run());
