import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { SIGNS } from "@/components/check/CheckList.tsx";
import { CheckResults } from "@/components/check/CheckResults.tsx";
import { reportText, reportWords } from "@/components/check/page_words.ts";
import { ReportField } from "@/components/check/ReportField.tsx";
import { useAlive } from "@/components/use_alive.ts";
import { useLanguage, useTexts } from "@/components/texts.tsx";
import { useTranslatable } from "@/components/use_translatable.ts";
import { CHECK } from "@/i18n/check.ts";
import { CHECK_PAGE } from "@/i18n/check_page.ts";
import { formatFor } from "@/i18n/format.ts";
import { fullCheck } from "@/webrtc/check/full_check.ts";
import type { FullReport } from "@/webrtc/check/report.ts";
import type { IceSettings } from "@/signaling/protocol/ice_servers.ts";

/** A report with its time, in milliseconds since 1970. */
interface DatedReport {
  readonly report: FullReport;
  readonly at: number;
}

/** Runs the connection check on load, and again on request. */
export default function Checker({ ice }: { ice: IceSettings }) {
  useAlive();
  useTranslatable();
  const check = useTexts(CHECK);
  const page = useTexts(CHECK_PAGE);
  const language = useLanguage();
  const speech = useMemo(() => ({ check, page, format: formatFor(language) }), [language]);
  const [result, setResult] = useState<DatedReport | "running" | "failed" | null>(null);
  const stop = useRef(new AbortController());

  const run = async () => {
    const { signal } = stop.current;
    setResult("running");
    const found = await fullCheck(signal, ice)
      .then((report) => ({ report, at: Date.now() }), () => "failed" as const);
    if (!signal.aborted) setResult(found);
  };
  useEffect(() => {
    void run();
    return () => stop.current.abort();
  }, []);

  const running = result === "running";
  const done = result !== null && typeof result === "object" ? result : null;
  const words = done && reportWords(done.report, speech);
  const isOutdated = done?.report.findings.server === "outdated";
  const outcome = result === "failed" ? "problem" : words?.outcome ?? null;
  const message = running ? page.running : result === "failed" ? check.failed : words?.standing;
  return (
    <div class="check">
      <div class="check-verdict" role="status" data-outcome={outcome}>
        {outcome !== null && SIGNS[outcome]()}
        {/* Other words are another element: it is none that moves. */}
        <p class="check-standing" key={message}>{message}</p>
        {words?.advice && <p>{words.advice}</p>}
      </div>
      <button
        class="button"
        type="button"
        aria-disabled={running}
        onClick={() => isOutdated ? location.reload() : running || run()}
      >
        {isOutdated ? page.reload : page.again}
      </button>
      {done && words && (
        <>
          <CheckResults words={words} />
          <ReportField text={reportText(words, speech, done.at, navigator.userAgent)} />
        </>
      )}
    </div>
  );
}
