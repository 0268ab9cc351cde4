/** The texts of a component, in the language of its page. */
import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";
import { type ByLanguage, type Language, LANGUAGES, parseLanguage } from "@/i18n/language.ts";

const Spoken = createContext<Language | null>(null);

/** On the server: says the language. In the browser, where islands stand alone, the document itself says it. */
export function Speaks(
  { language, children }: { language: Language; children: ComponentChildren },
) {
  return <Spoken.Provider value={language}>{children}</Spoken.Provider>;
}

export function useLanguage(): Language {
  const spoken = useContext(Spoken);
  return spoken ?? parseLanguage(globalThis.document?.documentElement.lang) ?? LANGUAGES[0];
}

/** One area of the texts. Each has a file of its own, so that no page is sent the words of the others. */
export function useTexts<T>(area: ByLanguage<T>): T {
  return area[useLanguage()];
}
