/** Numbers and times, as each language writes them. */
import { type ByLanguage, type Language, LOCALES } from "./language.ts";

export interface Format {
  number(value: number): string;
  /** A length of time in the coarse words of a list, in milliseconds: 12 min, 3 hr; 12 分钟, 3 小时. */
  coarse(milliseconds: number): string;
  /** A short time, by its symbol in every language: 85 ms. */
  milliseconds(value: number): string;
  /** A share from 0 to 1: 0.4%. */
  percent(share: number): string;
  /** Bits a second, by their symbol in every language: 1.2 Mb/s, 640 kb/s. */
  bitrate(bits: number): string;
  /** Several things in one sentence: a, b, and c. */
  list(items: readonly string[]): string;
  /** Whole sentences, one after the other: Chinese has no space between them. */
  sentences(texts: readonly string[]): string;
  /** The size of a file: 640 kB, 12.4 MB, 1.2 GB. */
  bytes(value: number): string;
  /** A day and the time of it: Nov 27, 4:21 PM. */
  moment(milliseconds: number): string;
  /** The time of a day: 4:21 PM. */
  time(milliseconds: number): string;
}

/** Where units are written by their symbols: elsewhere their names may be half translated (kb/秒). */
const SYMBOLS = LOCALES.en;

const FORMATS: ByLanguage<Format> = { en: createFormat("en"), zh: createFormat("zh") };

export function formatFor(language: Language): Format {
  return FORMATS[language];
}

/**
 * Each formatter is made once, when it is first asked for: the first of a page takes a small machine a tenth of a second,
 * all of them a quarter, and the first picture would wait for that.
 */
function createFormat(language: Language): Format {
  const locale = LOCALES[language];
  const numbers = once(() => new Intl.NumberFormat(locale));
  const short = (unit: string, maximumFractionDigits = 0, of = locale) => {
    const made = once(() =>
      new Intl.NumberFormat(of, {
        style: "unit",
        unit,
        unitDisplay: "short",
        maximumFractionDigits,
      })
    );
    return (value: number) => spaced(made().formatToParts(value));
  };
  const minutes = short("minute");
  const hours = short("hour");
  const thousandths = short("millisecond", 0, SYMBOLS);
  const kilobits = short("kilobit-per-second", 0, SYMBOLS);
  const megabits = short("megabit-per-second", 1, SYMBOLS);
  const sizes = [short("kilobyte"), short("megabyte", 1), short("gigabyte", 1)];
  const moments = once(() =>
    new Intl.DateTimeFormat(locale, {
      month: "short",
      day: "numeric",
      hour: "numeric",
      minute: "2-digit",
    })
  );
  const times = once(() => new Intl.DateTimeFormat(locale, { hour: "numeric", minute: "2-digit" }));
  const percents = once(() =>
    new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 })
  );
  const lists = once(() => new Intl.ListFormat(locale));
  return {
    // Up to three digits are written alike everywhere here, and the player counts its viewers before the first picture.
    number: (value) => isShort(value) ? String(value) : numbers().format(value),
    coarse(milliseconds) {
      const whole = Math.floor(milliseconds / 60_000);
      return whole < 60 ? minutes(whole) : hours(Math.floor(whole / 60));
    },
    milliseconds: (value) => thousandths(value),
    percent: (share) => percents().format(share),
    bitrate: (bits) => bits < 1_000_000 ? kilobits(bits / 1_000) : megabits(bits / 1_000_000),
    list: (items) => lists().format(items),
    sentences: (texts) => texts.join(language === "zh" ? "" : " "),
    bytes(value) {
      const power = value < 1_000_000 ? 1 : value < 1_000_000_000 ? 2 : 3;
      return sizes[power - 1](value / 1_000 ** power);
    },
    moment: (milliseconds) => moments().format(milliseconds),
    time: (milliseconds) => times().format(milliseconds),
  };
}

/** A number and its unit with a space between, which Chinese has beside digits as well where it is set with care. */
function spaced(parts: readonly Intl.NumberFormatPart[]): string {
  return parts.map(({ type, value }) => type === "unit" ? ` ${value.trim()}` : value.trim()).join(
    "",
  );
}

function isShort(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < 1_000;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => made ??= make();
}
