/** Appends the times that a recovery test measured to the file that `MEASURED` names, one line per test. */
export function measured(
  what: string,
  milliseconds: Readonly<Record<string, number | undefined>>,
): void {
  const file = Deno.env.get("MEASURED");
  if (!file) return;
  Deno.writeTextFileSync(file, `${what}\t${JSON.stringify(milliseconds)}\n`, { append: true });
}
