import { posix } from "node:path";
import type { Files } from "./bundle_files.ts";

// As esbuild writes them. A string in a script may look the same, but does not name another script of the bundle.
const IMPORT_STATEMENT = /\bimport\s*(?:\{([^}]*)\}\s*from\s*)?"(\.{1,2}\/[^"]+)";?/g;
const STATIC_IMPORT = /\b(?:from|import)\s*"(\.{1,2}\/[^"]+)"/g;
const DYNAMIC_IMPORT = /\bimport\("(\.{1,2}\/[^"]+)"\)/g;

/** A script, and then all that it imports, directly or not; not what it imports later, on demand. */
export function withImports(script: string, files: Files): Set<string> {
  return reach([script], files, [STATIC_IMPORT]);
}

/** All that may be loaded later, on demand, once some scripts have started. */
export function loadedLater(started: Set<string>, files: Files): Set<string> {
  return reach(started, files, [STATIC_IMPORT, DYNAMIC_IMPORT]).difference(started);
}

/** Whether a script imports one of these, at once or later. */
export function importsAny(script: string, code: string, others: Set<string>): boolean {
  return [STATIC_IMPORT, DYNAMIC_IMPORT].some((pattern) =>
    [...named(script, code, pattern)].some((path) => others.has(path))
  );
}

/** The names that a statement imports, as they are called on both sides. */
export type ImportedNames = { imported: string; local: string }[];

/** A script with other statements for what it imports at once: `null` leaves one as it is. */
export function replaceImports(
  script: string,
  code: string,
  replace: (path: string, names: ImportedNames) => string | null,
): string {
  return code.replace(
    IMPORT_STATEMENT,
    (statement, list: string | undefined, specifier: string) => {
      const names = (list ?? "").split(",").map((name) => name.trim()).filter((name) =>
        name !== ""
      );
      const pairs = names.map((name) => {
        const [imported, local = imported] = name.split(/\s+as\s+/);
        return { imported, local };
      });
      return replace(resolve(script, specifier), pairs) ?? statement;
    },
  );
}

/** A script with other specifiers for what it imports later: `null` leaves one as it is. */
export function replaceLaterSpecifiers(
  script: string,
  code: string,
  replace: (path: string) => string | null,
): string {
  return code.replace(DYNAMIC_IMPORT, (call, specifier: string) => {
    const replaced = replace(resolve(script, specifier));
    return replaced === null ? call : `import("${replaced}")`;
  });
}

function reach(scripts: Iterable<string>, files: Files, patterns: RegExp[]): Set<string> {
  const found = new Set(scripts);
  // A set that grows is gone through to its new end.
  for (const script of found) {
    const code = new TextDecoder().decode(files.get(script));
    for (const pattern of patterns) {
      for (const path of named(script, code, pattern)) if (files.has(path)) found.add(path);
    }
  }
  return found;
}

function* named(script: string, code: string, pattern: RegExp): Iterable<string> {
  for (const [, specifier] of code.matchAll(pattern)) yield resolve(script, specifier);
}

function resolve(script: string, specifier: string): string {
  return posix.join(posix.dirname(script), specifier);
}
