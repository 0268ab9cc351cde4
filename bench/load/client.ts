/** A load client in its own process: runs the task on its command line, and writes the result to stdout as JSON. */
import * as v from "valibot";
import { fanOut } from "./fan_out.ts";
import { idle } from "./idle.ts";
import { route } from "./routing.ts";
import { noneLost } from "./socket.ts";
import { storm } from "./storm.ts";
import { Task } from "./tasks.ts";

const [json = "null"] = Deno.args;
const task = v.parse(v.pipe(v.string(), v.parseJson(), Task), json);
try {
  say(await Promise.race([run(task), noneLost]));
} catch (error) {
  say({ error: error instanceof Error ? error.message : String(error) });
}
Deno.exit(0); // without closing the sockets

function run(task: Task): Promise<unknown> {
  switch (task.task) {
    case "routing":
      return route(task);
    case "idle":
      return idle(task);
    case "fan-out":
      return fanOut(task);
    case "storm":
      return storm(task, () => say({ ready: true }));
    default:
      return task satisfies never;
  }
}

function say(value: unknown): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${JSON.stringify(value)}\n`));
}
