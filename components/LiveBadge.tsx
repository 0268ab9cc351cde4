import { STATUS } from "@/i18n/status.ts";
import { useTexts } from "./texts.tsx";

/** The only place where the accent colour means "on air". The text says so; colour and dot only help. */
export function LiveBadge() {
  return <span class="badge badge--live">{useTexts(STATUS).live}</span>;
}

/** The badge of a stream whose broadcaster is away. */
export function AwayBadge() {
  return <span class="badge">{useTexts(STATUS).away}</span>;
}
