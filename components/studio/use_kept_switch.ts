import { useEffect, useState } from "preact/hooks";

/** Something that is on unless a person has switched it off, in this browser. */
export function useKeptSwitch(name: string): [isOn: boolean, set: (isOn: boolean) => void] {
  const [isOn, setIsOn] = useState(true);
  useEffect(() => setIsOn(load(name)), [name]);
  const set = (isOn: boolean) => {
    setIsOn(isOn);
    save(name, isOn);
  };
  return [isOn, set];
}

function load(name: string): boolean {
  try {
    return localStorage.getItem(name) !== "off";
  } catch {
    return true; // storage is forbidden
  }
}

function save(name: string, isOn: boolean): void {
  try {
    if (isOn) localStorage.removeItem(name);
    else localStorage.setItem(name, "off");
  } catch { /* storage is forbidden: the choice lasts as long as the page */ }
}
