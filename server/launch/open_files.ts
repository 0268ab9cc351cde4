/**
 * How many files this process and those that it starts may have open: the hard limit, because Deno raises its soft one
 * to that. null: there is none, or no `sh` to say.
 */
export function readOpenFileLimit(): number | null {
  try {
    const command = new Deno.Command("sh", { args: ["-c", "ulimit -n"], stderr: "null" });
    return parseOpenFileLimit(new TextDecoder().decode(command.outputSync().stdout));
  } catch {
    return null; // Windows
  }
}

/** @param text a number or `unlimited` */
export function parseOpenFileLimit(text: string): number | null {
  return /^\d+\s*$/.test(text) ? Number(text) : null;
}
