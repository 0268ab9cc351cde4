/** What follows the end of a server that the launcher started. */

/** The exit code of a server that says in one sentence why it cannot run: sysexits' EX_CONFIG. */
export const CANNOT_RUN = 78;

/** So many deaths within `MEMORY` end it. */
const MOST_DEATHS = 5;
/** How long a death counts, in milliseconds. */
const MEMORY = 60_000;
/** The wait after a first death, in milliseconds. It doubles with each that counts. */
const FIRST_WAIT = 250;

/** How a process ended. */
export type End = Pick<Deno.CommandStatus, "code" | "signal">;

export type Next =
  | { readonly then: "end"; readonly code: number }
  | { readonly then: "give up"; readonly deaths: number; readonly within: number }
  | { readonly then: "restart"; readonly after: number };

/** The deaths that count, and what they lead to. Times in milliseconds. */
export class Restarts {
  #deaths: readonly number[] = [];

  next(end: End, now: number): Next {
    if (end.code === CANNOT_RUN) return { then: "end", code: 1 };
    if (wasStopped(end)) return { then: "end", code: end.code };
    this.#deaths = [...this.#deaths.filter((death) => now - death < MEMORY), now];
    const deaths = this.#deaths.length;
    if (deaths >= MOST_DEATHS) return { then: "give up", deaths, within: MEMORY };
    return { then: "restart", after: FIRST_WAIT * 2 ** (deaths - 1) };
  }
}

/** Whether somebody ended it on purpose: it says so itself, or was too young to catch the signal. */
function wasStopped({ code, signal }: End): boolean {
  return code === 0 || signal === "SIGTERM" || signal === "SIGINT" || signal === "SIGHUP";
}
