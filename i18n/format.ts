/** Numbers and times, as each language writes them. */
import { type Language, LOCALES } from "./language.ts";

export interface Format {
  number(value: number): string;
  /** A length of time in the coarse words of a list, in milliseconds: 12 min, 3 hr. */
  coarse(milliseconds: number): string;
}

export function formatFor(language: Language): Format {
  const locale = LOCALES[language];
  const numbers = new Intl.NumberFormat(locale);
  const count = (unit: "minute" | "hour") =>
    new Intl.NumberFormat(locale, { style: "unit", unit, unitDisplay: "short" });
  const minutes = count("minute");
  const hours = count("hour");
  return {
    number: (value) => numbers.format(value),
    coarse(milliseconds) {
      const whole = Math.floor(milliseconds / 60_000);
      return whole < 60 ? minutes.format(whole) : hours.format(Math.floor(whole / 60));
    },
  };
}
