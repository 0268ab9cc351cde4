/** The texts of a component, in the language of its page. */
import { type ComponentChildren, createContext } from "preact";
import { useContext } from "preact/hooks";
import { type ByLanguage, type Language, LANGUAGES, parseLanguage } from "@/i18n/language.ts";

const LanguageContext = createContext<Language | null>(null);

/** Sets the language on the server. In the browser islands are separate and read it from the document. */
export function Speaks(
  { language, children }: { language: Language; children: ComponentChildren },
) {
  return <LanguageContext.Provider value={language}>{children}</LanguageContext.Provider>;
}

export function useLanguage(): Language {
  const language = useContext(LanguageContext);
  return language ?? parseLanguage(globalThis.document?.documentElement.lang) ?? LANGUAGES[0];
}

/** The texts of one area. Each area is a module, so that a page gets only the areas that it uses. */
export function useTexts<T>(area: ByLanguage<T>): T {
  return area[useLanguage()];
}
