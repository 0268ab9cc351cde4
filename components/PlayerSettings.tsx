import { useLayoutEffect, useRef } from "preact/hooks";
import { CONTROLS } from "@/i18n/controls.ts";
import { formatFor } from "@/i18n/format.ts";
import type { InboundSample } from "@/webrtc/stats/inbound_stats.ts";
import { ChartIcon, SnapshotIcon } from "./control_icons.tsx";
import { LATENCIES, type Latency } from "./player_preferences.ts";
import { stopKeys } from "./within_player.ts";
import { useLanguage, useTexts } from "./texts.tsx";
import { useStats } from "./use_stats.ts";

interface PlayerSettingsProps {
  latency: Latency;
  onLatency: (latency: Latency) => void;
  /** Whether no direct path is taken; null: there is no choice. */
  relayOnly: boolean | null;
  onRelayOnly: (chosen: boolean) => void;
  sample: () => Promise<InboundSample | null>;
  /** The result of the last attempt to save the picture. */
  snapshotMessage: string;
  onSnapshot: () => void;
  onStatistics: () => void;
  onClose: () => void;
}

export const SETTINGS_ID = "player-settings";

/** Settings that a person changes once in a while, such as the delay. */
export function PlayerSettings(props: PlayerSettingsProps) {
  const texts = useTexts(CONTROLS);
  const { milliseconds } = formatFor(useLanguage());
  const history = useStats(props.sample);
  const panel = useRef<HTMLDivElement>(null);
  // Focus it before the first paint, so that Escape closes it from the start.
  useLayoutEffect(
    () => panel.current?.querySelector<HTMLInputElement>("input:checked")?.focus(),
    [],
  );
  const delay = history.at(-1)?.delay ?? null;
  return (
    <div
      class="player-settings"
      ref={panel}
      id={SETTINGS_ID}
      role="group"
      aria-label={texts.settings}
      {...stopKeys(props.onClose)}
    >
      <fieldset>
        <legend>{texts.latency}</legend>
        {LATENCIES.map((latency) => (
          <label class="player-choice" key={latency}>
            <input
              type="radio"
              name="latency"
              value={latency}
              checked={latency === props.latency}
              onChange={() => props.onLatency(latency)}
            />
            <span>
              {texts.latencies[latency].name}
              <small>{texts.latencies[latency].detail}</small>
            </span>
          </label>
        ))}
        <p class="player-measured">
          {texts.delay}: <output>{delay === null ? texts.notYet : milliseconds(delay)}</output>
        </p>
      </fieldset>
      {props.relayOnly !== null && (
        <label class="player-choice">
          <input
            type="checkbox"
            checked={props.relayOnly}
            onChange={({ currentTarget }) => props.onRelayOnly(currentTarget.checked)}
          />
          <span>
            {texts.relayOnly.name}
            <small>{texts.relayOnly.detail}</small>
          </span>
        </label>
      )}
      <button class="player-item" type="button" onClick={props.onSnapshot}>
        <SnapshotIcon />
        {texts.snapshot}
      </button>
      <button class="player-item" type="button" onClick={props.onStatistics}>
        <ChartIcon />
        {texts.statistics}
      </button>
      <p class="player-said" role="status">{props.snapshotMessage}</p>
    </div>
  );
}
