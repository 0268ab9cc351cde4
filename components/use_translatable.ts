import { useLayoutEffect } from "preact/hooks";
import { keepUnderTranslation } from "./translation.ts";

/** For islands: their texts go on changing on a page that is translated. From the first on: a translator may be quick. */
export function useTranslatable(): void {
  useLayoutEffect(() => keepUnderTranslation(document.body), []);
}
