/** The pages that the style sheets know as a whole, by the class of their root: older browsers have no `:has()`. */
const KNOWN: readonly string[] = ["watch", "embed", "broadcast"];

export function pageClass(pathname: string): string | undefined {
  const page = pathname.split("/")[1];
  return KNOWN.includes(page) ? `at-${page}` : undefined;
}
