import { CHECK } from "@/i18n/check.ts";
import { useTexts } from "../texts.tsx";

interface RelayOnlySwitchProps {
  isOn: boolean;
  onSwitch: (on: boolean) => void;
}

/** Keeps the broadcaster's address from the viewers. */
export function RelayOnlySwitch({ isOn, onSwitch }: RelayOnlySwitchProps) {
  const { relayOnly } = useTexts(CHECK);
  return (
    <div class="control">
      <label class="choice">
        <input
          type="checkbox"
          checked={isOn}
          aria-describedby="relay-only-hint"
          onChange={({ currentTarget }) => onSwitch(currentTarget.checked)}
        />
        {relayOnly.name}
      </label>
      <p class="hint" id="relay-only-hint">{relayOnly.detail}</p>
    </div>
  );
}
