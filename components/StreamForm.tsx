import { HOME } from "@/i18n/home.ts";
import { SITE } from "@/i18n/site.ts";
import { ArrowIcon } from "./icons.tsx";
import { Sign } from "./Mark.tsx";
import { DEFAULT_STREAM } from "./stream_path.ts";
import { useLanguage, useTexts } from "./texts.tsx";

/** The form to broadcast or watch a stream by name. It works without a script: each button submits to its own page. */
export function StreamForm() {
  const home = useTexts(HOME);
  const site = useTexts(SITE);
  const language = useLanguage();
  const pronunciationLanguage = language === "zh" ? undefined : "zh-Latn";
  return (
    <form class="ways" method="get">
      <div class="ways-name">
        <label class="label" for="stream-name">{home.name}</label>
        <input
          id="stream-name"
          class="field"
          name="stream"
          dir="auto"
          placeholder={DEFAULT_STREAM}
          maxlength={64}
          pattern="[\p{L}\p{N}_\-][\p{L}\p{M}\p{N}_\-]*"
          title={home.nameRule}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          aria-describedby="stream-name-hint"
        />
        <p class="hint" id="stream-name-hint">
          {home.nameHint(DEFAULT_STREAM)}
        </p>
      </div>
      <div class="way">
        <Sign of="push" />
        <p class="way-word">
          {home.push} <span class="way-said" lang={pronunciationLanguage}>{home.pushSaid}</span>
        </p>
        <p class="way-says">{home.pushSays}</p>
        <button class="button button--primary" type="submit" formaction="/broadcast">
          {site.broadcast}
          <ArrowIcon />
        </button>
      </div>
      <div class="way">
        <Sign of="pull" />
        <p class="way-word">
          {home.pull} <span class="way-said" lang={pronunciationLanguage}>{home.pullSaid}</span>
        </p>
        <p class="way-says">{home.pullSays}</p>
        <button class="button" type="submit" formaction="/watch">
          {site.watch}
          <ArrowIcon />
        </button>
      </div>
    </form>
  );
}
