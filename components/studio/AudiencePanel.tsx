import { useRef, useState } from "preact/hooks";
import { AUDIENCE } from "@/i18n/audience.ts";
import type { AudienceTexts } from "@/i18n/en/audience.ts";
import { type Format, formatFor } from "@/i18n/format.ts";
import type { Moment, OutboundStats, Watching } from "@/webrtc/stats/outbound_stats.ts";
import { CloseIcon } from "../control_icons.tsx";
import { EyeIcon } from "../icons.tsx";
import { useLanguage, useTexts } from "../texts.tsx";
import { useLater } from "../use_later.ts";
import { Section } from "./Section.tsx";

interface AudiencePanelProps {
  audience: readonly Watching[];
  history: readonly Moment[];
  /** The length of the queue. */
  waiting: number;
  onRemove: (peer: string) => void;
}

/** The viewers, with the quality that each receives. */
export function AudiencePanel({ audience, history, waiting, onRemove }: AudiencePanelProps) {
  const texts = useTexts(AUDIENCE);
  const format = formatFor(useLanguage());
  const [isOpen, setOpen] = useState(false);
  const Graphs = useLater(isOpen, loadGraphs);
  const list = useRef<HTMLDivElement>(null);
  const relayed = audience.filter(({ sent }) => sent?.relayed).length;
  const remove = (peer: string) => {
    // The pressed button goes away: focus goes to the list, not to the top of the page.
    list.current?.focus();
    onRemove(peer);
  };
  return (
    <Section
      title={texts.title}
      icon={<EyeIcon />}
      fact={format.number(audience.length)}
      onToggle={setOpen}
    >
      <div class="audience" ref={list} tabindex={-1}>
        {audience.length === 0 ? <p class="hint">{texts.nobody}</p> : (
          <ul>
            {audience.map(({ peer, number, sent }) => (
              <li class="viewer" key={peer}>
                <h2>{texts.viewer(format.number(number))}</h2>
                <button
                  class="button"
                  type="button"
                  aria-label={texts.removeViewer(format.number(number))}
                  aria-describedby="audience-removing"
                  onClick={() => remove(peer)}
                >
                  <CloseIcon />
                  {texts.remove}
                </button>
                {sent === null ? <p class="hint">{texts.measuring}</p> : (
                  <dl>
                    {factsOf(sent, texts, format).map(([name, value]) => (
                      <div key={name}>
                        <dt>{name}</dt>
                        <dd>{value}</dd>
                      </div>
                    ))}
                  </dl>
                )}
              </li>
            ))}
          </ul>
        )}
        {audience.length > 0 && <p class="hint" id="audience-removing">{texts.removing}</p>}
        {relayed > 0 && <p>{texts.throughTurn(format.number(relayed))}</p>}
        {waiting > 0 && <p>{texts.inLine(format.number(waiting))}</p>}
      </div>
      {isOpen && Graphs !== null && history.length > 1 && <Graphs history={history} />}
    </Section>
  );
}

function factsOf(
  { size, frameRate, codec, bitrate, roundTrip, loss, relayed, limitation }: OutboundStats,
  texts: AudienceTexts,
  format: Format,
): readonly [name: string, value: string][] {
  const orUnknown = <T,>(value: T | null, words: (value: T) => string) =>
    value === null ? texts.unknown : words(value);
  const picture = [
    size && `${size.width} × ${size.height}`,
    frameRate !== null && texts.frames(format.number(Math.round(frameRate))),
    codec,
  ].filter(Boolean).join(" · ");
  return [
    [texts.size, picture || texts.unknown],
    [texts.bitrate, format.bitrate(bitrate)],
    [texts.roundTrip, orUnknown(roundTrip, format.milliseconds)],
    [texts.loss, orUnknown(loss, format.percent)],
    [texts.path, orUnknown(relayed, (relayed) => relayed ? texts.relayed : texts.direct)],
    [texts.quality, orUnknown(limitation, (limitation) => texts.limitation[limitation])],
  ];
}

const loadGraphs = async () => (await import("./AudienceGraphs.tsx")).AudienceGraphs;
