/** How a measured process is started, and what it has used. */
import * as v from "valibot";
import { CannotMeasure } from "./part.ts";

/** Where the measured server runs, and where what loads it does: neither takes the other's time. */
export const CORES = { server: 0, load: 1 } as const;

/**
 * What a command begins with to run on that core, and to hold as many sockets as this machine lets it. It tells its own
 * process's id in a first line, which `pidOf` finds.
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

/** The id of a process that began as `placed` says. */
export function pidOf(output: string): number {
  const found = /^pid (\d+)$/m.exec(output);
  if (found === null) throw new Error(`a process that does not tell its id: ${output}`);
  return Number(found[1]);
}

/** @throws {CannotMeasure} where a process may not hold so many sockets */
export function requireSockets(count: number): void {
  const shell = new Deno.Command("sh", { args: ["-c", "ulimit -Hn"] }).outputSync();
  const text = new TextDecoder().decode(shell.stdout).trim();
  const most = text === "unlimited" ? Infinity : Number(text);
  if (most < count) {
    throw new CannotMeasure(`A process may open ${most} files here; ${count} are needed.`);
  }
}

const TICKS_PER_SECOND = 100; // Linux's USER_HZ, on every architecture of today

/** The processor time that a process has used so far, its threads' and its kernel's, in seconds. */
export function cpuSeconds(pid: number): number {
  const stat = Deno.readTextFileSync(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" "); // from the third on: proc_pid_stat(5)
  return (ticks(fields[11]) + ticks(fields[12])) / TICKS_PER_SECOND;
}

/** What a process holds of the memory, in kB. */
export function residentKilobytes(pid: number): number {
  const found = /^VmRSS:\s+(\d+) kB$/m.exec(Deno.readTextFileSync(`/proc/${pid}/status`));
  return ticks(found?.[1] ?? "");
}

function ticks(text: string): number {
  return v.parse(v.pipe(v.string(), v.digits(), v.transform(Number)), text);
}
