import { useEffect, useState } from "preact/hooks";
import { loadText, saveText } from "@/webrtc/storage/local_storage.ts";

/** A switch that is on by default, stored in this browser. */
export function useKeptSwitch(name: string): [isOn: boolean, set: (isOn: boolean) => void] {
  const [isOn, setIsOn] = useState(true);
  useEffect(() => setIsOn(loadText(name) !== "off"), [name]);
  const set = (isOn: boolean) => {
    setIsOn(isOn);
    saveText(name, isOn ? null : "off");
  };
  return [isOn, set];
}
