/** The root classes of pages that have styles of their own: older browsers have no `:has()`. */
const PAGES_WITH_CLASS: readonly string[] = ["watch", "embed", "broadcast"];

export function pageClass(pathname: string): string | undefined {
  const page = pathname.split("/")[1];
  return PAGES_WITH_CLASS.includes(page) ? `at-${page}` : undefined;
}
