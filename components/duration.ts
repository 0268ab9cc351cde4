/** Milliseconds as a clock: 0:07, 12:05, 1:02:03. */
export function clock(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const parts = [Math.floor(seconds / 60) % 60, seconds % 60];
  if (seconds >= 3600) parts.unshift(Math.floor(seconds / 3600));
  return parts.map((part, index) => index === 0 ? `${part}` : `${part}`.padStart(2, "0")).join(":");
}
