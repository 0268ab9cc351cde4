/** The root classes of pages that have styles of their own: older browsers have no `:has()`. */
const KNOWN: readonly string[] = ["watch", "embed", "broadcast"];

export function pageClass(pathname: string): string | undefined {
  const page = pathname.split("/")[1];
  return KNOWN.includes(page) ? `at-${page}` : undefined;
}
