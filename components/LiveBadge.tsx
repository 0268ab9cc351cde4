import { STATUS } from "@/i18n/status.ts";
import { useTexts } from "./texts.tsx";

/** The one place where the accent means "on air". The word carries it; colour and dot only help. */
export function LiveBadge() {
  return <span class="badge badge--live">{useTexts(STATUS).live}</span>;
}

/** For a stream whose broadcaster is away. */
export function AwayBadge() {
  return <span class="badge">{useTexts(STATUS).away}</span>;
}
