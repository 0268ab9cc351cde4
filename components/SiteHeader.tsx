import { LANGUAGE_PARAMETER, LANGUAGES, LOCALES } from "@/i18n/language.ts";
import { SITE } from "@/i18n/site.ts";
import { Seal } from "./Mark.tsx";
import { useLanguage, useTexts } from "./texts.tsx";

const PAGES = [
  { path: "/broadcast", name: "broadcast" },
  { path: "/watch", name: "watch" },
] as const;

/** What each language calls itself. */
const OWN_NAMES = { en: "English", zh: "中文" } as const;

/** The top of every page. `path` is the page that is shown. */
export function SiteHeader({ path }: { path: string }) {
  const site = useTexts(SITE);
  const language = useLanguage();
  return (
    <header class="site-header">
      <a class="wordmark" href="/" aria-label={site.home}>
        <Seal />
        <span>Tuila</span>
      </a>
      <nav aria-label={site.navigation}>
        {PAGES.map((page) => (
          <a
            key={page.path}
            class="site-link"
            href={page.path}
            aria-current={isWithin(path, page.path) ? "page" : undefined}
          >
            {site[page.name]}
          </a>
        ))}
        {LANGUAGES.filter((other) => other !== language).map((other) => (
          <a
            key={other}
            class="site-link site-language"
            href={`${path}?${LANGUAGE_PARAMETER}=${other}`}
            lang={LOCALES[other]}
            hreflang={LOCALES[other]}
          >
            {OWN_NAMES[other]}
          </a>
        ))}
      </nav>
    </header>
  );
}

function isWithin(path: string, page: string): boolean {
  return path === page || path.startsWith(`${page}/`);
}
