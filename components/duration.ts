/** Milliseconds as a clock: 0:07, 12:05, 1:02:03. */
export function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
  if (seconds >= 3600) parts.unshift(Math.floor(seconds / 3600));
  return parts.map((part, index) => index === 0 ? `${part}` : `${part}`.padStart(2, "0")).join(":");
}

/** Milliseconds in the coarse words of a list: just started, 12 min, 3 h. */
export function sinceWords(milliseconds: number): string {
  const minutes = Math.floor(milliseconds / 60_000);
  if (!(minutes >= 1)) return "just started";
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h`;
}
