import { SITE } from "@/i18n/site.ts";
import { useTexts } from "./texts.tsx";

/** The bottom of every page: where to go from anywhere. */
export function SiteFooter({ path }: { path: string }) {
  const { onAir, check, more } = useTexts(SITE);
  const links = [{ href: "/", name: onAir }, { href: "/check", name: check }];
  return (
    <footer class="site-footer">
      <nav aria-label={more}>
        {links.map(({ href, name }) => (
          <a
            key={href}
            class="quiet-link"
            href={href}
            aria-current={path === href ? "page" : undefined}
          >
            {name}
          </a>
        ))}
      </nav>
    </footer>
  );
}
