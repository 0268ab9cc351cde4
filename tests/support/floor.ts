/**
 * The oldest browsers that the pages work in, and what they lack, by MDN's compatibility data. What one of them lacks, no
 * page may count on.
 */
import compatibility, {
  type Identifier,
  type SupportStatement,
} from "@mdn/browser-compat-data" with {
  type: "json",
};
import type { BrowserContext } from "playwright-core";

/** Three years old. OBS 30 shows pages with that Chromium. */
export const FLOOR = [["chrome", 103], ["firefox", 115], ["safari", 16]] as const;

/** Something that a browser of the floor lacks. */
export interface Newer {
  /** Where MDN has it: `api.AbortSignal.any_static`. */
  readonly path: string;
  /** With which version it came to those that lack it: `chrome 116, firefox 124, safari 17.4`. */
  readonly since: string;
}

/** All that is newer than the floor in these areas of MDN's data. */
export function newerThanFloor(...areas: readonly ("api" | "javascript" | "css")[]): Newer[] {
  return areas.flatMap((area) => [...newerIn(compatibility[area], area)]);
}

function* newerIn(node: Identifier, path: string): Iterable<Newer> {
  const since = missingUntil(node);
  if (since !== "") yield { path, since };
  const { __compat, ...children } = node;
  for (const [name, child] of Object.entries<Identifier>(children)) {
    yield* newerIn(child, `${path}.${name}`);
  }
}

function missingUntil({ __compat }: Identifier): string {
  if (__compat === undefined) return "";
  return FLOOR.flatMap(([browser, floor]) => {
    const since = missingIn(__compat.support[browser], floor);
    return since === null ? [] : [`${browser} ${since}`];
  }).join(", ");
}

/** Since when a browser has what it lacks in that version; null: it has it. Under its own name, and for everybody. */
function missingIn(support: SupportStatement | undefined, floor: number): number | "never" | null {
  const statements = (Array.isArray(support) ? support : [support ?? { version_added: false }])
    .filter(({ flags, prefix, alternative_name }) => !flags && !prefix && !alternative_name)
    .map(({ version_added, version_removed }) => ({
      since: versionOf(version_added),
      until: versionOf(version_removed ?? false),
    }));
  if (statements.some(({ since, until }) => since <= floor && floor < until)) return null;
  const later = statements.map(({ since }) => since).filter((since) => since > floor);
  const first = Math.min(...later, Infinity);
  return first === Infinity ? "never" : first;
}

/** `≤79`: by then. */
function versionOf(version: string | false): number {
  return version === false || version === "preview"
    ? Infinity
    : parseFloat(version.replace("≤", ""));
}

/** A property of the page's global object, or of what is there. */
interface Property {
  /** By which names one comes to its owner: none for a global. */
  readonly owner: readonly string[];
  /** Beginning with `@@`: a symbol. */
  readonly name: string;
}

/** What MDN's path names, if it names properties at all: not events, parameters, values. */
function propertiesOf({ path }: Newer): Property[] {
  const [area, ...names] = path.split(".");
  const rest = names[0] === "builtins" ? names.slice(1) : names;
  if (rest.length > 3 || !rest.every((name) => /^(@@)?[a-z\d$]+(_static)?$/i.test(name))) return [];
  const [name = "", ...owner] = rest.toReversed();
  owner.reverse();
  // The members of a page's global object are its own.
  if (owner.length === 0 || owner[0] === "Window") return [{ owner: [], name }];
  const own = { owner, name: name.replace("_static", "") };
  const inherited = { owner: [...owner, "prototype"], name };
  // Of the language, they do not tell which of the two it is.
  if (area === "javascript") return [own, inherited];
  return name.endsWith("_static") ? [own] : [inherited];
}

/** From their next document on, this visitor's pages find nothing that a browser of the floor lacks. */
export async function takeAwayNewer(visitor: BrowserContext): Promise<void> {
  const properties = newerThanFloor("api", "javascript").flatMap(propertiesOf)
    // The innermost first, while there is something to take them from.
    .sort((one, other) => other.owner.length - one.owner.length);
  await visitor.addInitScript((properties) => {
    const isObject = (value: unknown): value is object =>
      typeof value === "object" && value !== null || typeof value === "function";
    for (const { owner, name } of properties) {
      let place: unknown = globalThis;
      for (const step of owner) place = isObject(place) ? Reflect.get(place, step) : null;
      const key = name.startsWith("@@") ? Reflect.get(Symbol, name.slice(2)) : name;
      if (isObject(place)) Reflect.deleteProperty(place, key);
    }
  }, properties);
}
