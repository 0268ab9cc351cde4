import { Seal } from "./Mark.tsx";

const PAGES = [
  { path: "/broadcast", label: "Broadcast" },
  { path: "/watch", label: "Watch" },
] as const;

/** The top of every page. `path` is the page that is shown. */
export function SiteHeader({ path }: { path: string }) {
  return (
    <header class="site-header">
      <a class="wordmark" href="/" aria-label="Tuila, home">
        <Seal />
        <span>Tuila</span>
      </a>
      <nav aria-label="Main">
        {PAGES.map((page) => (
          <a
            key={page.path}
            class="site-link"
            href={page.path}
            aria-current={isWithin(path, page.path) ? "page" : undefined}
          >
            {page.label}
          </a>
        ))}
      </nav>
    </header>
  );
}

function isWithin(path: string, page: string): boolean {
  return path === page || path.startsWith(`${page}/`);
}
