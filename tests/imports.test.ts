/** The arrows of the house: which folder may import which, and that no two files need each other. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const ROOT = new URL("../", import.meta.url).pathname;

/** What each folder may import besides itself and packages. `fresh`: the API, wherever it comes from. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  "common": [],
  "signaling/protocol": [],
  "signaling/room": ["signaling/protocol"],
  "signaling/client": ["common", "signaling/protocol"],
  "signaling/server": ["common", "signaling/protocol", "signaling/room"],
  "webrtc": ["common", "signaling/protocol", "signaling/client"],
  "i18n": ["common", "signaling/protocol", "webrtc"],
  "components": ["common", "i18n", "webrtc", "signaling/protocol", "fresh"],
  "islands": ["common", "components", "i18n", "webrtc", "signaling/protocol", "fresh"],
  "server": ["common", "signaling/protocol", "signaling/room", "signaling/server"],
  "middleware": [
    "common",
    "components",
    "i18n",
    "webrtc",
    "signaling/protocol",
    "fresh",
    "utils.ts",
  ],
  "routes": [
    "common",
    "components",
    "i18n",
    "islands",
    "middleware",
    "signaling/protocol",
    "signaling/server",
    "fresh",
    "utils.ts",
  ],
  "fresh": [],
  "utils.ts": ["common", "i18n", "signaling/protocol", "signaling/server", "fresh"],
  "main.ts": ["components", "middleware", "server", "fresh", "utils.ts"],
  "dev.ts": ["server", "main.ts", "fresh"],
  "serve.ts": ["server"],
  "launch.ts": ["server", "deno.json"],
};

interface Arrow {
  readonly from: string;
  readonly to: string;
  /** Whether only types go over it, which leave nothing behind in a script. */
  readonly ofTypes: boolean;
}

const FOLDERS = Object.keys(ALLOWED).filter((place) => !place.endsWith(".ts"));
const TOP = readdirSync(ROOT).filter((file) => /\.tsx?$/.test(file));
const FILES = [...TOP, ...FOLDERS.flatMap(sources)];
const ARROWS = FILES.flatMap(imports);

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file));
}

function textOf(file: string): string {
  return readFileSync(join(ROOT, file), "utf8");
}

/** The project's own files that a file imports. */
function imports(from: string): Arrow[] {
  const statements = textOf(from).matchAll(
    /(?:(?:import|export)\s+(type\s)?([^;"'`]*?)\s*from\s*|import\s*\(?\s*)"([^"]+)"/g,
  );
  return [...statements].flatMap(([, type, names = "", specifier]) => {
    const to = pathOf(from, specifier);
    const listed = /^\{([^}]*)\}$/.exec(names)?.[1].split(",").map((name) => name.trim());
    const ofTypes = type !== undefined ||
      (listed?.filter(Boolean).every((name) => name.startsWith("type ")) ?? false);
    return to === undefined ? [] : [{ from, to, ofTypes }];
  });
}

function pathOf(from: string, specifier: string): string | undefined {
  if (specifier.startsWith("@/")) return specifier.slice(2);
  if (specifier.startsWith(".")) return normalize(join(dirname(from), specifier));
  return specifier === "fresh" || specifier.startsWith("fresh/") ? "fresh" : undefined;
}

/** The row of a file: the longest that names it or a folder of it. */
function rowOf(file: string): string | undefined {
  return Object.keys(ALLOWED).filter((place) => isIn(file, place))
    .sort((a, b) => b.length - a.length)[0];
}

function isIn(file: string, place: string): boolean {
  return file === place || file.startsWith(`${place}/`);
}

function isAllowed({ from, to }: Arrow): boolean {
  const row = rowOf(from);
  return row !== undefined && [row, ...ALLOWED[row]].some((place) => isIn(to, place));
}

Deno.test("each folder imports only what the design allows", () => {
  assert.ok(ARROWS.length > 300, "the imports were found");
  assert.deepEqual(ARROWS.filter((arrow) => !isAllowed(arrow)), []);
});

Deno.test("each source file is in a folder that has a row, and nothing else is loose at the top", () => {
  assert.deepEqual(TOP.filter((file) => !(file in ALLOWED)), []);
  const tops = readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => name);
  const without = [
    "_fresh",
    "bench",
    "data",
    "docs",
    "node_modules",
    "screenshots",
    "static",
    "tests",
  ];
  const rooms = new Set(FOLDERS.map((folder) => folder.split("/")[0]));
  assert.deepEqual(tops.filter((name) => !rooms.has(name) && !without.includes(name)), []);
  const loose = sources("signaling").filter((file) => rowOf(file) === undefined);
  assert.deepEqual(loose, []);
});

Deno.test("no files need each other's values", () => {
  const needs = new Map<string, string[]>();
  for (const { from, to, ofTypes } of ARROWS) {
    if (!ofTypes) needs.set(from, [...needs.get(from) ?? [], to]);
  }
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) {
      cycles.push([...path.slice(path.indexOf(file)), file].join(" → "));
      return;
    }
    if (done.has(file)) return;
    for (const next of needs.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of FILES) visit(file, []);
  assert.deepEqual(cycles, []);
});

Deno.test("only webrtc/ touches RTCPeerConnection and MediaStream, and one file works with those that carry media", () => {
  const users = (pattern: RegExp) => FILES.filter((file) => pattern.test(textOf(file)));
  assert.deepEqual(users(/new (globalThis\.)?RTCPeerConnection/).sort(), [
    "webrtc/check/gather.ts",
    "webrtc/check/loopback.ts",
    "webrtc/link/ability.ts",
    "webrtc/link/link.ts",
    "webrtc/watch/head_script.ts",
    "webrtc/watch/prewarm.ts",
  ]);
  assert.deepEqual(
    users(/new MediaStream|getUserMedia/).filter((file) => !file.startsWith("webrtc/")),
    [],
  );
});

Deno.test("what only tests need is imported by no part of the app", () => {
  const needed = /["'](playwright-core|puppeteer-core|axe-core|fast-check|qr\/)/;
  assert.ok(FILES.includes("serve.ts") && FILES.includes("islands/Watcher.tsx"));
  assert.deepEqual(FILES.filter((file) => needed.test(textOf(file))), []);
});
