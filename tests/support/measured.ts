/** Times that the recovery tests measured, for who asks: `MEASURED=<file>` collects a line for each test. */
export function measured(
  what: string,
  milliseconds: Readonly<Record<string, number | undefined>>,
): void {
  const file = Deno.env.get("MEASURED");
  if (!file) return;
  Deno.writeTextFileSync(file, `${what}\t${JSON.stringify(milliseconds)}\n`, { append: true });
}
