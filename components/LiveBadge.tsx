import { SITE } from "@/i18n/site.ts";
import { useTexts } from "./texts.tsx";

/** The one place where the accent means "on air". The word carries it; colour and dot only help. */
export function LiveBadge() {
  return <span class="badge badge--live">{useTexts(SITE).live}</span>;
}

/** For a stream whose broadcaster is away. */
export function AwayBadge() {
  return <span class="badge">{useTexts(SITE).away}</span>;
}
