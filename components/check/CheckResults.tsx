import { CHECK_PAGE } from "@/i18n/check_page.ts";
import { useTexts } from "../texts.tsx";
import { CheckList } from "./CheckList.tsx";
import type { ReportWords } from "./page_words.ts";

/** What was found, in detail. */
export function CheckResults({ words }: { words: ReportWords }) {
  const { findings, servers, candidates } = useTexts(CHECK_PAGE);
  return (
    <>
      <section class="check-part" aria-labelledby="check-findings">
        <h2 class="panel-title" id="check-findings">{findings}</h2>
        <CheckList lines={words.findings} />
      </section>
      <section class="check-part" aria-labelledby="check-servers">
        <h2 class="panel-title" id="check-servers">{servers.heading}</h2>
        <CheckList lines={words.servers} />
      </section>
      <section class="check-part" aria-labelledby="check-candidates">
        <h2 class="panel-title" id="check-candidates">{candidates.heading}</h2>
        {words.candidates.length === 0
          ? <p>{candidates.none}</p>
          : (
            <table class="check-ways" aria-labelledby="check-candidates">
              <thead>
                <tr>
                  <th scope="col">{candidates.kind}</th>
                  <th scope="col">{candidates.protocol}</th>
                  <th scope="col">{candidates.family}</th>
                  <th scope="col">{candidates.count}</th>
                </tr>
              </thead>
              <tbody>
                {words.candidates.map((row) => (
                  <tr key={row.join()}>{row.map((cell, at) => <td key={at}>{cell}</td>)}</tr>
                ))}
              </tbody>
            </table>
          )}
      </section>
    </>
  );
}
