/** Starts measured processes, and reads their use of CPU and memory. */
import * as v from "valibot";
import { CannotMeasure } from "./part.ts";

/** The cores of the measured server and of its load client, so that neither takes the other's time. */
export const CORES = { server: 0, load: 1 } as const;

/**
 * The prefix of a command to run on that core with the highest allowed number of open files. Its first line of output is
 * the process id, for `pidOf`.
 */
export function placed(core: number): string[] {
  const command = 'echo "pid $$"; ulimit -n "$(ulimit -Hn)"; exec "$@"';
  const pin = canPin() ? ["taskset", "-c", String(core)] : [];
  return ["sh", "-c", command, "sh", ...pin];
}

function canPin(): boolean {
  if (navigator.hardwareConcurrency < 2) return false;
  try {
    return new Deno.Command("taskset", { args: ["-V"], stdout: "null" }).outputSync().success;
  } catch {
    return false;
  }
}

/** The id of a process that was started with `placed`. */
export function pidOf(output: string): number {
  const found = /^pid (\d+)$/m.exec(output);
  if (found === null) throw new Error(`a process that does not tell its id: ${output}`);
  return Number(found[1]);
}

/** @throws {CannotMeasure} if a process may not open that many sockets */
export function requireSockets(count: number): void {
  const shell = new Deno.Command("sh", { args: ["-c", "ulimit -Hn"] }).outputSync();
  const text = new TextDecoder().decode(shell.stdout).trim();
  const most = text === "unlimited" ? Infinity : Number(text);
  if (most < count) {
    throw new CannotMeasure(`A process may open ${most} files here; ${count} are needed.`);
  }
}

const TICKS_PER_SECOND = 100; // Linux's USER_HZ on all current architectures

/** The CPU time that a process has used, user and system, in seconds. */
export function cpuSeconds(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // from the third field on, see proc_pid_stat(5)
  return (ticks(fields[11]) + ticks(fields[12])) / TICKS_PER_SECOND;
}

/** The resident memory of a process, in kB. */
export function residentKilobytes(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(Deno.readTextFileSync(`/proc/${pid}/status`));
  return ticks(found?.[1] ?? "");
}

function ticks(text: string): number {
  return v.parse(v.pipe(v.string(), v.digits(), v.transform(Number)), text);
}
