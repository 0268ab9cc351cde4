import { SITE } from "@/i18n/site.ts";
import { useTexts } from "./texts.tsx";

/** Live video is made by a script: says so where scripts are off. */
export function NeedsScript() {
  return (
    <noscript>
      <p class="notice">{useTexts(SITE).needsScript}</p>
    </noscript>
  );
}
