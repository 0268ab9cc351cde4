import { NeedsScript } from "@/components/NeedsScript.tsx";
import { PageHead } from "@/components/PageHead.tsx";
import { CHECK_PAGE } from "@/i18n/check_page.ts";
import Checker from "@/islands/Checker.tsx";
import { define } from "@/utils.ts";

/** The connection check: whether this browser and network can watch and broadcast, and what to do if not. */
export default define.page(({ state }) => {
  const texts = CHECK_PAGE[state.language];
  return (
    <main class="page page--check" id="main">
      <PageHead styles="/check.css" title={texts.title} description={texts.description} />
      <h1 class="page-title">{texts.title}</h1>
      <p class="hint">{texts.about}</p>
      <NeedsScript>
        <Checker ice={state.ice} />
      </NeedsScript>
    </main>
  );
});
