/**
 * Makes a single script for a page with one island, because a page with 17 scripts is slow. Measured on /watch with an
 * empty cache, without this file and with it: up to the first frame 71.3 and 49.6 kB, 23 and 7 requests
 * (`bench weight`); the first frame after 0.57 and 0.45 s at a round trip of 0 ms, 0.97 and 0.55 s at 50 ms, 1.35 and
 * 1.01 s at 100 ms, 2.16 and 1.85 s at 200 ms (`bench page`). The bundler cannot do this: with code splitting, the code
 * that an island shares with a part that it loads later becomes one more file that the page starts with.
 */
import { dirname, join, posix } from "node:path";
import type { Bundle, ScriptPaths } from "./bundle.ts";
import { bundleFiles, type Files } from "./bundle_files.ts";
import { temporaryDirectory } from "./files.ts";
import {
  importsAny,
  loadedLater,
  replaceImports,
  replaceLaterSpecifiers,
} from "./script_imports.ts";

/** The script that a page with one island starts with. */
const START = "start.js";
/** The prefix of the specifiers of scripts that are loaded later, while the others are merged. */
const LATER = "later:";

/** The scripts for pages whose islands are of one module. */
export interface SingleScripts {
  files: Files;
  /** The path of the single script of such a page, by the entry point of its island. */
  scripts: Map<string, string>;
}

interface Plan {
  /** The folder for its scripts. */
  folder: string;
  /** The scripts to merge. */
  start: Set<string>;
  /** The code that merges them. */
  entry: string;
  /** The scripts that are loaded later, by the path below the folder. */
  later: Map<string, string>;
}

/**
 * Merges, for each island, all scripts that a page without other islands starts with: one script instead of the many
 * that pages with several islands share. It exports `boot`, and the island's module as `islands`.
 *
 * Scripts that are loaded later stay in files of their own. They import from the merged script, so that a page has only
 * one Preact, and one of every other module. None has a source map, because the maps of the shared scripts do not fit,
 * and development builds use the shared scripts.
 */
export async function bundleSingleScripts(
  { files, scripts }: Bundle,
  { client, islands, workDir }: { client: string; islands: string[]; workDir?: string },
): Promise<SingleScripts> {
  const single: SingleScripts = { files: new Map(), scripts: new Map() };
  const clientPaths = scripts.get(client);
  const plans: Plan[] = [];
  for (const island of islands) {
    const islandPaths = scripts.get(island);
    if (clientPaths === undefined || islandPaths === undefined) continue;
    const plan = planFor(clientPaths, islandPaths, files);
    if (plan === null) continue;
    plans.push(plan);
    single.scripts.set(island, plan.folder + START);
  }
  if (plans.length > 0) single.files = await carryOut(plans, files, workDir);
  return single;
}

/** Plans the merge for an island; `null` if a later script needs more of the merged scripts than named imports. */
function planFor(client: ScriptPaths, island: ScriptPaths, files: Files): Plan | null {
  const start = new Set([...client, ...island]);
  const statements = [
    `export{boot}from"./${client[0]}";`,
    `export*as islands from"./${island[0]}";`,
  ];
  const aliases = new Map<string, string>();
  const aliasOf = (path: string, name: string) => {
    const key = `${name} of ${path}`;
    const alias = aliases.get(key) ?? `_${aliases.size}`;
    if (!aliases.has(key)) statements.push(`export{${name} as ${alias}}from"./${path}";`);
    aliases.set(key, alias);
    return alias;
  };
  const later: Plan["later"] = new Map();
  for (const script of loadedLater(start, files)) {
    const from = posix.relative(posix.dirname(script), START).replace(/^(?!\.)/, "./");
    const code = replaceImports(script, decode(files.get(script)), (path, names) => {
      if (!start.has(path)) return null;
      const items = names.map(({ imported, local }) => `${aliasOf(path, imported)} as ${local}`);
      // An import without names only runs the script, which has run already.
      return items.length === 0 ? "" : `import{${items}}from"${from}";`;
    });
    if (importsAny(script, code, start)) return null;
    later.set(script, code.replace(/\/\/# sourceMappingURL=.*\s*$/, ""));
  }
  const folder = `single/${island[0].replace(/\.js$/, "")}/`;
  return { folder, start, entry: statements.join("\n"), later };
}

async function carryOut(plans: Plan[], files: Files, workDir?: string): Promise<Files> {
  await using work = await temporaryDirectory(workDir);
  for (const plan of plans) await writeParts(plan, files, join(work.path, plan.folder));
  const merged = await bundleFiles(
    plans.map(({ folder }) => join(work.path, folder, START)),
    work.path,
    { external: [`${LATER}*`], minify: true },
  );
  for (const { folder, later } of plans) {
    let code = decode(merged.get(folder + START));
    for (const [path, laterCode] of later) {
      code = code.replaceAll(`"${LATER}${path}"`, () => `"./${path}"`);
      merged.set(folder + path, encode(laterCode));
    }
    merged.set(folder + START, encode(code));
  }
  return merged;
}

/** Writes the scripts to merge to files, for the bundler. */
async function writeParts({ start, entry, later }: Plan, files: Files, directory: string) {
  const parts: Files = new Map([[START, encode(entry)]]);
  for (const script of start) {
    const code = replaceLaterSpecifiers(
      script,
      decode(files.get(script)),
      (path) => later.has(path) ? LATER + path : null,
    );
    parts.set(script, encode(code));
  }
  for (const [path, content] of parts) {
    await Deno.mkdir(dirname(join(directory, path)), { recursive: true });
    await Deno.writeFile(join(directory, path), content);
  }
}

function decode(content: Uint8Array | undefined): string {
  return new TextDecoder().decode(content);
}

function encode(code: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(code);
}
