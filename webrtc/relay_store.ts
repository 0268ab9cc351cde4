/** Whether the person who broadcasts wants no direct paths, kept in this browser. */
const NAME = "tuila.studio.relay-only";

export function loadRelayOnly(): boolean {
  try {
    return localStorage.getItem(NAME) === "on";
  } catch {
    return false; // storage is forbidden
  }
}

export function saveRelayOnly(on: boolean): void {
  try {
    if (on) localStorage.setItem(NAME, "on");
    else localStorage.removeItem(NAME);
  } catch { /* storage is forbidden: the choice lasts as long as the page */ }
}
