/** Each of them asks a process to end: Ctrl+C, a service manager, a terminal that closes. */
const STOP_SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK"] as const;

/** Calls `stop` for each of these signals, where the system has it. */
export function onStopSignal(stop: () => void): void {
  for (const signal of STOP_SIGNALS) {
    try {
      Deno.addSignalListener(signal, stop);
    } catch { /* SIGBREAK is Windows' own, which lacks others */ }
  }
}
