import { useLayoutEffect } from "preact/hooks";
import { keepUnderTranslation } from "./translation.ts";

/** For islands: keeps their texts changing on a translated page. It starts at once, because a translator may be quick. */
export function useTranslatable(): void {
  useLayoutEffect(() => keepUnderTranslation(document.body), []);
}
