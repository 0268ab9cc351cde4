/** Which language a page speaks. */

/** The languages that there are, the default first. */
export const LANGUAGES = ["en", "zh"] as const;
export type Language = (typeof LANGUAGES)[number];
/** An area of texts is paired in a file of its own: the bundler would give each page all that one file pairs. */
export type ByLanguage<T> = Readonly<Record<Language, T>>;

/** The tag of each for HTML and Intl (BCP 47). */
export const LOCALES: ByLanguage<string> = { en: "en", zh: "zh-Hans" };

/** The cookie that keeps a person's own choice, and the parameter that makes it. */
export const LANGUAGE_COOKIE = "lang";
export const LANGUAGE_PARAMETER = "lang";

/** The language of a tag such as `zh-TW`, if it is one of ours. */
export function parseLanguage(tag: string | null | undefined): Language | undefined {
  const [primary] = (tag ?? "").trim().toLowerCase().split("-");
  return LANGUAGES.find((language) => language === primary);
}

/** What the address asks for, else what was chosen before, else what the browser prefers. */
export function languageOf({ url, headers }: Pick<Request, "url" | "headers">): Language {
  return parseLanguage(new URL(url).searchParams.get(LANGUAGE_PARAMETER)) ??
    parseLanguage(cookie(headers.get("cookie"))) ??
    preferred(headers.get("accept-language")) ??
    LANGUAGES[0];
}

function cookie(header: string | null): string | undefined {
  return (header ?? "").split(";").map((pair) => pair.trim().split("="))
    .find(([name]) => name === LANGUAGE_COOKIE)?.[1];
}

/** RFC 9110, 12.5.4: tags by their weight, those of equal weight in their order. */
function preferred(header: string | null): Language | undefined {
  const tags = (header ?? "").split(",").map((part) => {
    const [tag, ...parameters] = part.split(";");
    const weight = parameters.map((text) => text.trim()).find((text) => /^q=/i.test(text));
    return { tag, weight: weight === undefined ? 1 : Number(weight.slice(2)) };
  });
  for (const { tag } of tags.filter(({ weight }) => weight > 0).sort(byWeight)) {
    const language = parseLanguage(tag);
    if (language !== undefined) return language;
  }
}

function byWeight(a: { weight: number }, b: { weight: number }): number {
  return b.weight - a.weight;
}
