import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { SOURCES } from "@/i18n/sources.ts";
import {
  type DeviceList,
  MICROPHONE_MODES,
  type MicrophoneMode,
  type Picture,
  PICTURES,
  type Sound,
  type SoundSetting,
  type SoundSettings,
} from "@/webrtc/sources/choices.ts";
import type { Device } from "@/webrtc/states.ts";
import { MicrophoneIcon } from "../icons.tsx";
import { useTexts } from "../texts.tsx";
import { LevelMeter } from "./LevelMeter.tsx";
import { Section } from "./Section.tsx";

/** The sources in use. `null`: not in use. */
export interface SourcesView {
  /** The ids of those in use. */
  readonly inUse: Readonly<Record<Device, string | null>>;
  readonly devices: DeviceList;
  readonly hasScreen: boolean;
  readonly hasScreenSound: boolean;
  readonly wish: Picture;
  readonly sounds: SoundSettings;
}

interface SourcesPanelProps {
  /** null: nothing is captured. */
  view: SourcesView | null;
  /** Whether the panel is open at first. */
  open: boolean;
  microphoneMode: MicrophoneMode;
  loudness: (sound: Sound) => number;
  /** null: none. */
  onUse: (device: Device, id: string | null) => void;
  onShow: (wish: Picture) => void;
  onSound: (sound: Sound, setting: Partial<SoundSetting>) => void;
  onMicrophoneMode: (mode: MicrophoneMode) => void;
}

/** Chooses camera and microphone, the picture, and sound levels. */
export function SourcesPanel(
  { view, open, microphoneMode, onMicrophoneMode, ...actions }: SourcesPanelProps,
) {
  const texts = useTexts(SOURCES);
  // Measure only while the meter is visible.
  const [isSeen, setSeen] = useState(open);
  return (
    <Section title={texts.title} icon={<MicrophoneIcon />} open={open} onToggle={setSeen}>
      {view === null
        ? <p class="hint">{texts.nothingYet}</p>
        : <Choices view={view} isSeen={isSeen} {...actions} />}
      <fieldset class="choices">
        <legend class="label">{texts.microphoneMode}</legend>
        {MICROPHONE_MODES.map((mode) => (
          <label class="choice" key={mode}>
            <input
              type="radio"
              name="microphone-mode"
              checked={mode === microphoneMode}
              onChange={() => onMicrophoneMode(mode)}
            />
            <span>
              {texts.microphoneModes[mode].name}
              <small>{texts.microphoneModes[mode].detail}</small>
            </span>
          </label>
        ))}
      </fieldset>
    </Section>
  );
}

type ChoicesProps =
  & Pick<SourcesPanelProps, "loudness" | "onUse" | "onShow" | "onSound">
  & { view: SourcesView; isSeen: boolean };

function Choices({ view, isSeen, loudness, onUse, onShow, onSound }: ChoicesProps) {
  const texts = useTexts(SOURCES);
  const { inUse, sounds } = view;
  return (
    <>
      <DeviceSelect device="camera" view={view} onUse={onUse} />
      {view.hasScreen && inUse.camera !== null && (
        <fieldset class="choices">
          <legend class="label">{texts.picture}</legend>
          {PICTURES.map((picture) => (
            <label class="choice" key={picture}>
              <input
                type="radio"
                name="picture"
                checked={picture === view.wish}
                onChange={() => onShow(picture)}
              />
              {texts.pictures[picture]}
            </label>
          ))}
        </fieldset>
      )}
      <DeviceSelect device="microphone" view={view} onUse={onUse} />
      {inUse.microphone !== null && (
        <SoundControl
          sound="microphone"
          setting={sounds.microphone}
          isSeen={isSeen}
          loudness={loudness}
          onSound={onSound}
        />
      )}
      {view.hasScreenSound && (
        <SoundControl
          sound="screen"
          setting={sounds.screen}
          isSeen={isSeen}
          loudness={loudness}
          onSound={onSound}
        >
          <p class="label">{texts.screenSound}</p>
        </SoundControl>
      )}
    </>
  );
}

interface DeviceSelectProps {
  device: Device;
  view: SourcesView;
  onUse: ChoicesProps["onUse"];
}

const NONE = "";

function DeviceSelect({ device, view: { inUse, devices }, onUse }: DeviceSelectProps) {
  const texts = useTexts(SOURCES);
  const id = inUse[device];
  // A device may be in use before its name is known.
  const isNamed = id === null || devices[device].some((named) => named.id === id);
  return (
    <div class="control">
      <label class="label" for={`source-${device}`}>{texts[device]}</label>
      <select
        id={`source-${device}`}
        class="field"
        dir="auto"
        value={id ?? NONE}
        onChange={({ currentTarget: { value } }) => onUse(device, value === NONE ? null : value)}
      >
        <option value={NONE}>{device === "camera" ? texts.noCamera : texts.noMicrophone}</option>
        {!isNamed && <option value={id}>{texts.unnamed}</option>}
        {devices[device].map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
      </select>
    </div>
  );
}

interface SoundControlProps {
  sound: Sound;
  setting: SoundSetting;
  isSeen: boolean;
  loudness: ChoicesProps["loudness"];
  onSound: ChoicesProps["onSound"];
  /** The label, where no other field has it. */
  children?: ComponentChildren;
}

/** The level of a sound, its volume and its mute switch. */
function SoundControl({ sound, setting, isSeen, loudness, onSound, children }: SoundControlProps) {
  const texts = useTexts(SOURCES);
  return (
    <div class="sound">
      {children}
      {isSeen && <LevelMeter read={() => setting.muted ? 0 : loudness(sound)} />}
      <div class="sound-controls">
        <input
          type="range"
          min={0}
          max={2}
          step={0.05}
          value={setting.level}
          aria-label={texts.level[sound]}
          aria-valuetext={`${Math.round(setting.level * 100)} %`}
          onInput={({ currentTarget }) => onSound(sound, { level: currentTarget.valueAsNumber })}
        />
        <label class="choice">
          <input
            type="checkbox"
            checked={setting.muted}
            onChange={({ currentTarget }) => onSound(sound, { muted: currentTarget.checked })}
          />
          {texts.mute}
        </label>
      </div>
    </div>
  );
}
