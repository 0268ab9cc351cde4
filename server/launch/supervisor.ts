/** Runs the server, and starts it again when it dies. */
import { warn } from "@/server/terminal.ts";
import { type End, Restarts } from "./restarts.ts";

/** How long a server that is told to end may take, in milliseconds: a little longer than it gives itself. */
const PATIENCE = 10_000;

export class Supervisor {
  readonly #command: Deno.Command;
  readonly #restarts = new Restarts();
  readonly #stopping = Promise.withResolvers<void>();
  #stopped = false;
  #child: Deno.ChildProcess | null = null;

  /** @param args of `deno`, to start the server */
  constructor(args: readonly string[], folder: string) {
    this.#command = new Deno.Command(Deno.execPath(), {
      args: [...args],
      cwd: folder,
      stdin: "piped",
      stdout: "inherit",
      stderr: "inherit",
    });
  }

  /** Resolves with the exit code once the server has ended on purpose, or dies too often. */
  async run(): Promise<number> {
    for (;;) {
      this.#child = this.#command.spawn();
      const end = await this.#child.status;
      if (this.#stopped) return end.code;
      const next = this.#restarts.next(end, performance.now());
      if (next.then === "end") return next.code;
      if (next.then === "give up") {
        const seconds = next.within / 1_000;
        warn(`The server died ${next.deaths} times within ${seconds} s, and is not started again.`);
        return 1;
      }
      warn(`The server died (${reason(end)}). It is started again in ${next.after / 1_000} s.`);
      await this.#pause(next.after);
      if (this.#stopped) return 0;
    }
  }

  /** Tells the server to end. `run` resolves when it has. */
  stop(): void {
    if (this.#stopped) return;
    this.#stopped = true;
    this.#stopping.resolve();
    const child = this.#child;
    if (child === null) return;
    // Windows has no signal that a process could answer: there the end of its input tells it.
    if (Deno.build.os === "windows") child.stdin.close().catch(() => {}); // it has ended
    else kill(child, "SIGTERM");
    setTimeout(() => kill(child, "SIGKILL"), PATIENCE);
  }

  /** Ends early when the server need not be started any more. */
  async #pause(time: number): Promise<void> {
    const over = new Promise<void>((resolve) => setTimeout(resolve, time));
    await Promise.race([over, this.#stopping.promise]);
  }
}

function kill(child: Deno.ChildProcess, signal: Deno.Signal): void {
  try {
    child.kill(signal);
  } catch { /* it has ended */ }
}

function reason({ code, signal }: End): string {
  return signal ?? `exit code ${code}`;
}
