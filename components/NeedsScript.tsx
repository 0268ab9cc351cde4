import type { ComponentChildren } from "preact";
import { START } from "@/i18n/start.ts";
import { InlineScript } from "./InlineScript.tsx";
import { PAGE_WATCHDOG, type ScriptState } from "./page_watchdog.ts";
import { useTexts } from "./texts.tsx";

const STATES_WITH_MESSAGE = [
  "none",
  "late",
  "failed",
  "old",
] as const satisfies readonly ScriptState[];

/**
 * Shows children that need the page's script. Until the script runs, or if it does not load or fails, it shows why.
 * Only the server renders this component; islands in it hydrate by themselves.
 */
export function NeedsScript({ children }: { children: ComponentChildren }) {
  const texts = useTexts(START);
  return (
    <>
      <div class="still" role="alert" data-when={STATES_WITH_MESSAGE.join(" ")}>
        {STATES_WITH_MESSAGE.map((state) => (
          <div key={state} data-when={state} hidden={state !== "none"}>
            <p class="still-title">{texts[state].title}</p>
            <p>{texts[state].detail}</p>
          </div>
        ))}
        <a class="button" href="" data-when="none late failed">{texts.reload}</a>
      </div>
      <InlineScript code={PAGE_WATCHDOG} />
      <div class="scripted" data-when="coming alive">{children}</div>
    </>
  );
}
