/** Statistics of the received media, in numbers and graphs. Loaded when it is opened, together with the graph library. */
import { useEffect, useRef } from "preact/hooks";
import { formatFor } from "@/i18n/format.ts";
import { STATISTICS } from "@/i18n/statistics.ts";
import type { InboundSample } from "@/webrtc/stats/inbound_stats.ts";
import { Graph } from "./Graph.tsx";
import { CloseIcon } from "./control_icons.tsx";
import { curves, facts } from "./player_facts.ts";
import { stopKeys } from "./within_player.ts";
import { useLanguage, useTexts } from "./texts.tsx";
import { useStats } from "./use_stats.ts";

interface PlayerStatsProps {
  sample: () => Promise<InboundSample | null>;
  /** How long the first frame took, in milliseconds. */
  firstFrame: number | null;
  onClose: () => void;
}

export function PlayerStats({ sample, firstFrame, onClose }: PlayerStatsProps) {
  const texts = useTexts(STATISTICS);
  const format = formatFor(useLanguage());
  const history = useStats(sample);
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => close.current?.focus(), []);
  const newest = history.at(-1);
  const times = history.map(({ at }) => at);
  return (
    <section class="player-stats" aria-label={texts.title} {...stopKeys(onClose)}>
      <button
        class="player-button"
        type="button"
        ref={close}
        aria-label={texts.close}
        onClick={onClose}
      >
        <CloseIcon />
      </button>
      {newest === undefined ? <p>{texts.notYet}</p> : (
        <dl>
          {curves(texts, format).map(({ name, of, write, atLeast }) => {
            const value = of(newest);
            return (
              <div class="player-curve" key={name}>
                <dt>{name}</dt>
                <dd>{value === null ? texts.notYet : write(value)}</dd>
                <Graph times={times} values={history.map(of)} atLeast={atLeast} />
              </div>
            );
          })}
          {facts(newest, firstFrame, texts, format).map(({ name, value }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
