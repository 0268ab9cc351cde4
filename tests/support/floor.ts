/**
 * The oldest browsers that the pages work in (the floor), and the features that they lack by MDN's compatibility data.
 * No page may depend on such a feature.
 */
import compatibility, {
  type Identifier,
  type SupportStatement,
} from "@mdn/browser-compat-data" with {
  type: "json",
};
import type { BrowserContext } from "playwright-core";

/** Browsers of three years ago. The browser source of OBS 30 is Chromium 103. */
export const FLOOR = [["chrome", 103], ["firefox", 115], ["safari", 16]] as const;

/** A feature that a browser of the floor lacks. */
export interface Newer {
  /** Its path in MDN's data: `api.AbortSignal.any_static`. */
  readonly path: string;
  /** The first versions that have it, of the browsers whose floor lacks it: `chrome 116, firefox 124, safari 17.4`. */
  readonly since: string;
}

/** All features in these areas of MDN's data that are newer than the floor. */
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

/**
 * The first version with a feature that `floor` lacks; null if `floor` has it. Only support under the standard name and
 * without a flag counts.
 */
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

/** MDN writes `≤79` for "79 or earlier". */
function versionOf(version: string | false): number {
  return version === false || version === "preview"
    ? Infinity
    : parseFloat(version.replace("≤", ""));
}

/** A property of the page's global object, or of an object in it. */
interface Property {
  /** The path from the global object to the owner: empty for a global. */
  readonly owner: readonly string[];
  /** `@@` in front marks a well-known symbol. */
  readonly name: string;
}

/** The properties that MDN's path may mean; none for events, parameters and values. */
function propertiesOf({ path }: Newer): Property[] {
  const [area, ...names] = path.split(".");
  const rest = names[0] === "builtins" ? names.slice(1) : names;
  if (rest.length > 3 || !rest.every((name) => /^(@@)?[a-z\d$]+(_static)?$/i.test(name))) return [];
  const [name = "", ...owner] = rest.toReversed();
  owner.reverse();
  // A member of `Window` is a property of the global object itself.
  if (owner.length === 0 || owner[0] === "Window") return [{ owner: [], name }];
  const own = { owner, name: name.replace("_static", "") };
  const inherited = { owner: [...owner, "prototype"], name };
  // For JavaScript's own objects, MDN does not mark which of the two it is.
  if (area === "javascript") return [own, inherited];
  return name.endsWith("_static") ? [own] : [inherited];
}

/** From their next document on, this visitor's pages have no API that a browser of the floor lacks. */
export async function takeAwayNewer(visitor: BrowserContext): Promise<void> {
  const properties = newerThanFloor("api", "javascript").flatMap(propertiesOf)
    // The innermost first, because deleting an outer object would hide it.
    .sort((one, other) => other.owner.length - one.owner.length);
  await visitor.addInitScript((properties) => {
    const isObject = (value: unknown): value is object =>
      typeof value === "object" && value !== null || typeof value === "function";
    for (const { owner, name } of properties) {
      let object: unknown = globalThis;
      for (const step of owner) object = isObject(object) ? Reflect.get(object, step) : null;
      const key = name.startsWith("@@") ? Reflect.get(Symbol, name.slice(2)) : name;
      if (isObject(object)) Reflect.deleteProperty(object, key);
    }
  }, properties);
}
