import type { ComponentChildren } from "preact";
import { START } from "@/i18n/start.ts";
import { InlineScript } from "./InlineScript.tsx";
import { PAGE_WATCHDOG, type ScriptState } from "./page_watchdog.ts";
import { useTexts } from "./texts.tsx";

const WITHOUT = ["none", "late", "failed", "old"] as const satisfies readonly ScriptState[];

/**
 * What is nothing without the page's script; and in its place, where that has not come, does not come or fails, why that is.
 * Comes from the server alone: an island in it takes its own place over.
 */
export function NeedsScript({ children }: { children: ComponentChildren }) {
  const texts = useTexts(START);
  return (
    <>
      <div class="still" role="alert" data-when={WITHOUT.join(" ")}>
        {WITHOUT.map((state) => (
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
