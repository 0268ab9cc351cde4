import { LANGUAGE_PARAMETER, LANGUAGES, LOCALES } from "@/i18n/language.ts";
import { SITE } from "@/i18n/site.ts";
import { Seal } from "./Mark.tsx";
import { useLanguage, useTexts } from "./texts.tsx";

/** `wide`: shown where there is room; the footer has it too. */
const PAGES = [
  { path: "/", name: "onAir", wide: true },
  { path: "/broadcast", name: "broadcast", wide: false },
  { path: "/watch", name: "watch", wide: false },
  { path: "/check", name: "check", wide: true },
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
            class={page.wide ? "site-link site-link--wide" : "site-link"}
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
