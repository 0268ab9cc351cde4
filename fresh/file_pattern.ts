/**
 * Turns the path of a route file, such as `blog/[slug]`, into a URL pattern, such as `/blog/:slug`.
 *
 * `(group)` folders are left out of URLs; they stay in patterns that name a folder.
 */
export function pathToPattern(path: string, options?: { keepGroups: boolean }): string {
  const parts = path.split("/");
  if (parts.at(-1) === "index") parts.pop();
  if (!options?.keepGroups) {
    return joinPatterns(parts.filter((part) => !/^\(.*\)$/.test(part)), path);
  }
  return joinPatterns(parts, path);
}

function joinPatterns(parts: string[], path: string): string {
  const pattern = parts.map((part) => partToPattern(part, path)).join("");
  // A path with only optional parts still begins with a slash.
  if (parts.every((part) => part.startsWith("[["))) {
    return pattern.replace("{/", "/{") || "/";
  }
  return pattern;
}

function partToPattern(part: string, path: string): string {
  const rest = /^\[\.\.\.([^\[\]]+)\]$/.exec(part);
  if (rest !== null) return `/:${rest[1]}*`;
  const optional = /^\[\[([^\[\]]+)\]\]$/.exec(part);
  if (optional !== null) return `{/:${optional[1]}}?`;
  const pattern = part.replace(/\[([^\[\]]+)\](?!\[)/g, ":$1");
  if (/[\[\]]/.test(pattern)) {
    throw new SyntaxError(
      `Invalid route pattern: "${path}". A parameter is [name], [[name]] or [...name], and two need text between them.`,
    );
  }
  return `/${pattern}`;
}

/** Orders route files so that the most specific pattern is tried first. */
export function compareRoutePaths(a: string, b: string): number {
  const partsOfA = a.split("/");
  const partsOfB = b.split("/");
  for (let i = 0; i < Math.max(partsOfA.length, partsOfB.length); i++) {
    const partOfA = partsOfA[i] ?? "";
    const partOfB = partsOfB[i] ?? "";
    const byRank = rank(partOfA) - rank(partOfB);
    if (byRank !== 0) return byRank;
    if (partOfA !== partOfB) return partOfA < partOfB ? -1 : 1;
  }
  return 0;
}

function rank(part: string): number {
  if (part.startsWith("[...")) return 4;
  if (part.startsWith("[[")) return 3;
  if (part.includes("[")) return 2;
  return part === "index" ? 0 : 1;
}
