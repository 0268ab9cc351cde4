import { asset } from "fresh/runtime";
import { isEmbed } from "@/components/embed_options.ts";
import { InlineScript } from "@/components/InlineScript.tsx";
import { pageClass } from "@/components/page_class.ts";
import { SiteFooter } from "@/components/SiteFooter.tsx";
import { SiteHeader } from "@/components/SiteHeader.tsx";
import { Speaks } from "@/components/texts.tsx";
import { LOCALES } from "@/i18n/language.ts";
import { EMBED_PASS } from "@/signaling/protocol/endpoint.ts";
import { SITE } from "@/i18n/site.ts";
import { define } from "@/utils.ts";

/** The document around every page. Each page has its own title and description: components/PageHead.tsx. */
export default define.page(function Document({ Component, state, url }) {
  const { language, headScript } = state;
  const isAlone = isEmbed(url.pathname);
  const pass = isAlone ? state.embedPass?.text : undefined;
  const { card: cardWords, skip } = SITE[language];
  const here = new URL(url.pathname, state.publicOrigin).href;
  const card = new URL("/social-card.png", state.publicOrigin).href;
  return (
    <html lang={LOCALES[language]} class={pageClass(url.pathname)}>
      <head>
        <meta charset="utf-8" />
        {pass !== undefined && <meta name={EMBED_PASS} content={pass} />}
        {/* Before the style sheets: a script that follows one waits for it. */}
        {headScript !== undefined && <InlineScript code={headScript} />}
        <meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover" />
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#f7f6f4" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#18181a" media="(prefers-color-scheme: dark)" />
        <meta property="og:site_name" content="Tuila 推拉" />
        <meta property="og:type" content="website" />
        <meta property="og:url" content={here} />
        <meta property="og:image" content={card} />
        <meta property="og:image:width" content="1200" />
        <meta property="og:image:height" content="630" />
        <meta property="og:image:alt" content={cardWords} />
        <meta name="twitter:card" content="summary_large_image" />
        <link rel="icon" href={asset("/favicon.svg")} type="image/svg+xml" />
        <link rel="icon" href="/favicon.ico" sizes="32x32" />
        <link rel="apple-touch-icon" href={asset("/apple-touch-icon.png")} />
        <link rel="manifest" href={asset("/manifest.webmanifest")} />
        <link rel="stylesheet" href={asset("/styles.css")} />
      </head>
      <body>
        <Speaks language={language}>
          {isAlone ? <Component /> : (
            <>
              <a class="skip-link" href="#main">{skip}</a>
              <SiteHeader path={url.pathname} />
              <Component />
              <SiteFooter path={url.pathname} />
            </>
          )}
        </Speaks>
      </body>
    </html>
  );
});
