import { AUDIENCE } from "@/i18n/audience.ts";
import { formatFor } from "@/i18n/format.ts";
import type { Moment } from "@/webrtc/stats/outbound_stats.ts";
import { Graph } from "../Graph.tsx";
import { useLanguage, useTexts } from "../texts.tsx";

/** All viewers over the last minutes. */
export function AudienceGraphs({ history }: { history: readonly Moment[] }) {
  const texts = useTexts(AUDIENCE);
  const { bitrate, percent, milliseconds } = formatFor(useLanguage());
  const times = history.map(({ at }) => at);
  const curve = (
    name: string,
    of: (moment: Moment) => number | null,
    write: (value: number) => string,
    atLeast: number,
  ) => {
    const values = history.map(of);
    const newest = values.at(-1) ?? null;
    return (
      <div>
        <dt>{name}</dt>
        <dd>{newest === null ? texts.unknown : write(newest)}</dd>
        <Graph times={times} values={values} atLeast={atLeast} />
      </div>
    );
  };
  return (
    <dl class="audience-graphs">
      {curve(texts.upload, ({ upload }) => upload, bitrate, 1_000_000)}
      {curve(texts.averageLoss, ({ loss }) => loss, percent, 0.05)}
      {curve(texts.averageRoundTrip, ({ roundTrip }) => roundTrip, milliseconds, 200)}
    </dl>
  );
}
