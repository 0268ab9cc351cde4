import { posix } from "node:path";
import type { Files } from "./bundle_files.ts";

// Imports as esbuild writes them. A string literal may look the same, but names no script of the bundle.
const IMPORT_STATEMENT = /\bimport\s*(?:\{([^}]*)\}\s*from\s*)?"(\.{1,2}\/[^"]+)";?/g;
const STATIC_IMPORT = /\b(?:from|import)\s*"(\.{1,2}\/[^"]+)"/g;
const DYNAMIC_IMPORT = /\bimport\("(\.{1,2}\/[^"]+)"\)/g;

/** A script, then all scripts that it imports statically, directly or not. */
export function withImports(script: string, files: Files): Set<string> {
  return reach([script], files, [STATIC_IMPORT]);
}

/** All scripts that some started scripts can load dynamically, with the static imports of those. */
export function loadedLater(started: Set<string>, files: Files): Set<string> {
  return reach(started, files, [STATIC_IMPORT, DYNAMIC_IMPORT]).difference(started);
}

/** Whether a script imports one of these, statically or dynamically. */
export function importsAny(script: string, code: string, others: Set<string>): boolean {
  return [STATIC_IMPORT, DYNAMIC_IMPORT].some((pattern) =>
    [...importedPaths(script, code, pattern)].some((path) => others.has(path))
  );
}

/** The names in an import statement: in the exporting script, and in the importing one. */
export type ImportedNames = { imported: string; local: string }[];

/** Replaces the static import statements of a script; `null` leaves one unchanged. */
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

/** Replaces the specifiers of a script's dynamic imports; `null` leaves one unchanged. */
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
  // The loop also visits what is added to the set meanwhile.
  for (const script of found) {
    const code = new TextDecoder().decode(files.get(script));
    for (const pattern of patterns) {
      for (const path of importedPaths(script, code, pattern)) if (files.has(path)) found.add(path);
    }
  }
  return found;
}

function* importedPaths(script: string, code: string, pattern: RegExp): Iterable<string> {
  for (const [, specifier] of code.matchAll(pattern)) yield resolve(script, specifier);
}

function resolve(script: string, specifier: string): string {
  return posix.join(posix.dirname(script), specifier);
}
