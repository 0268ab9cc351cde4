import { useId, useState } from "preact/hooks";
import { formatFor } from "@/i18n/format.ts";
import { QUALITY } from "@/i18n/quality.ts";
import { type CodecName, CODECS } from "@/webrtc/encodings/codecs.ts";
import { CAPS, MOST_PLACES, PRESET_NAMES, type Quality } from "@/webrtc/encodings/quality.ts";
import { SettingsIcon } from "../control_icons.tsx";
import { useLanguage, useTexts } from "../texts.tsx";
import { Section } from "./Section.tsx";

interface QualityPanelProps {
  quality: Quality;
  /** The measured number of viewers that this machine can serve; null: not measured. */
  measured: number | null;
  onChange: (changed: Partial<Quality>) => void;
}

const NAMES: Readonly<Record<CodecName, string>> = {
  H264: "H.264",
  VP9: "VP9",
  AV1: "AV1",
  VP8: "VP8",
};

/** Settings for picture quality, total upload and number of viewers. */
export function QualityPanel({ quality, measured, onChange }: QualityPanelProps) {
  const texts = useTexts(QUALITY);
  const { bitrate } = formatFor(useLanguage());
  const id = useId();
  // One that was kept from elsewhere is offered as well.
  const caps = [...new Set([...CAPS, ...(quality.cap === null ? [] : [quality.cap])])]
    .sort((a, b) => a - b);
  return (
    <Section
      title={texts.title}
      icon={<SettingsIcon />}
      fact={texts.presets[quality.preset].name}
    >
      <fieldset class="choices">
        <legend class="label">{texts.picture}</legend>
        {PRESET_NAMES.map((preset) => (
          <label class="choice" key={preset}>
            <input
              type="radio"
              name="preset"
              value={preset}
              checked={preset === quality.preset}
              onChange={() => onChange({ preset })}
            />
            <span>
              {texts.presets[preset].name}
              <small>{texts.presets[preset].detail}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <div class="control">
        <label class="label" for={`${id}-cap`}>{texts.cap}</label>
        <select
          id={`${id}-cap`}
          class="field"
          value={quality.cap ?? ""}
          aria-describedby={`${id}-cap-hint`}
          onChange={({ currentTarget: { value } }) =>
            onChange({ cap: value === "" ? null : Number(value) })}
        >
          <option value="">{texts.noLimit}</option>
          {caps.map((cap) => <option key={cap} value={cap}>{bitrate(cap)}</option>)}
        </select>
        <p class="hint" id={`${id}-cap-hint`}>{texts.capHint}</p>
      </div>
      <Places places={quality.places} measured={measured} onChange={onChange} />
      <div class="control">
        <label class="label" for={`${id}-codec`}>{texts.codec}</label>
        <select
          id={`${id}-codec`}
          class="field"
          value={quality.codec ?? ""}
          aria-describedby={`${id}-codec-hint`}
          onChange={({ currentTarget: { value } }) =>
            onChange({ codec: CODECS.find((codec) => codec === value) ?? null })}
        >
          <option value="">{texts.automatic}</option>
          {CODECS.map((codec) => <option key={codec} value={codec}>{NAMES[codec]}</option>)}
        </select>
        <p class="hint" id={`${id}-codec-hint`}>{texts.codecHint}</p>
      </div>
    </Section>
  );
}

interface PlacesProps extends Pick<QualityPanelProps, "measured" | "onChange"> {
  places: number | null;
}

/** What a person is given to start from who sets it by hand before anything is measured. */
const DEFAULT_PLACES = 4;

function Places({ places, measured, onChange }: PlacesProps) {
  const texts = useTexts(QUALITY);
  const { number } = formatFor(useLanguage());
  const id = useId();
  // What is typed counts once it is a number that may be; until then it is left to stand.
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <fieldset class="choices">
      <legend class="label">{texts.places}</legend>
      <label class="choice">
        <input
          type="radio"
          name="places"
          checked={places === null}
          onChange={() => onChange({ places: null })}
        />
        {measured === null ? texts.placesUnknown : texts.placesMeasured(number(measured))}
      </label>
      <label class="choice">
        <input
          type="radio"
          name="places"
          checked={places !== null}
          onChange={() => onChange({ places: Math.min(measured ?? DEFAULT_PLACES, MOST_PLACES) })}
        />
        {texts.byHand}
      </label>
      {places !== null && (
        <div class="control">
          <label class="label" for={`${id}-most`}>{texts.most}</label>
          <input
            id={`${id}-most`}
            class="field"
            type="number"
            inputmode="numeric"
            min={1}
            max={MOST_PLACES}
            step={1}
            value={typed ?? places}
            onInput={({ currentTarget: { value, valueAsNumber, validity } }) => {
              setTyped(value);
              if (value !== "" && validity.valid) onChange({ places: valueAsNumber });
            }}
            onBlur={() => setTyped(null)}
          />
        </div>
      )}
      <p class="hint">{texts.placesHint}</p>
    </fieldset>
  );
}
