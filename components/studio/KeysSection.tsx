import { STUDIO } from "@/i18n/studio.ts";
import { KeyboardIcon } from "../icons.tsx";
import { useTexts } from "../texts.tsx";
import { Section } from "./Section.tsx";
import { type KeyCommand, STUDIO_KEYS } from "./studio_keys.ts";

interface KeysSectionProps {
  isOn: boolean;
  onSwitch: (isOn: boolean) => void;
}

const ORDER: readonly KeyCommand[] = ["mute", "talk", "picture"];

/** The keyboard shortcuts. They can be switched off (WCAG 2.1.4), because speech input may trigger them. */
export function KeysSection({ isOn, onSwitch }: KeysSectionProps) {
  const { keys: texts } = useTexts(STUDIO);
  return (
    <Section title={texts.heading} icon={<KeyboardIcon />} fact={isOn ? null : texts.off}>
      <dl class="keys">
        {ORDER.map((command) => (
          <div key={command}>
            <dt>
              <kbd>{command === "talk" ? texts.space : STUDIO_KEYS[command].toUpperCase()}</kbd>
            </dt>
            <dd>{texts.commands[command]}</dd>
          </div>
        ))}
      </dl>
      <label class="check-line">
        <input
          type="checkbox"
          checked={isOn}
          onChange={(event) => onSwitch(event.currentTarget.checked)}
        />
        {texts.use}
      </label>
    </Section>
  );
}
