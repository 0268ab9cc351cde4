import type { ComponentChildren } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { CHECK } from "@/i18n/check.ts";
import { formatFor } from "@/i18n/format.ts";
import type { CheckReport } from "@/webrtc/check/check_report.ts";
import { CheckList } from "../check/CheckList.tsx";
import { ChecklistIcon } from "../icons.tsx";
import { useLanguage, useTexts } from "../texts.tsx";
import { checkLines, verdict } from "./check_words.ts";
import { Section } from "./Section.tsx";

/** Checks the requirements; the signal aborts it. */
export type Check = (signal: AbortSignal) => Promise<CheckReport>;

/** Checks everything that a broadcast needs before it starts. */
export function CheckPanel({ check, children }: { check: Check; children: ComponentChildren }) {
  const texts = useTexts(CHECK);
  const format = formatFor(useLanguage());
  const [report, setReport] = useState<CheckReport | "running" | "failed" | null>(null);
  const stop = useMemo(() => new AbortController(), []);
  useEffect(() => () => stop.abort(), [stop]);

  const run = async () => {
    if (report === "running") return;
    setReport("running");
    const { signal } = stop;
    const found = await check(signal).catch(() => "failed" as const);
    if (!signal.aborted) setReport(found);
  };

  const running = report === "running";
  const done = typeof report === "object" ? report : null;
  return (
    <Section title={texts.heading} icon={<ChecklistIcon />}>
      {children}
      <p class="hint">{texts.about}</p>
      <button class="button" type="button" aria-disabled={running} onClick={run}>
        {running ? texts.running : texts.run}
      </button>
      <p class="check-verdict" role="status">
        {report === "failed" ? texts.failed : done && verdict(done, texts, format)}
      </p>
      {done && <CheckList lines={checkLines(done, texts, format)} />}
      <a class="quiet-link" href="/check" target="_blank">{texts.whole}</a>
    </Section>
  );
}
