import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../../fresh/bundle.ts";
import { bundleSingleScripts } from "../../fresh/single_scripts.ts";
import type { Files } from "../../fresh/bundle_files.ts";
import { temporaryDirectory } from "../../fresh/files.ts";

const CLIENT = `import { state } from "./state.js"; export const boot = () => state;`;
const STATE = `export let count = 0; export const state = {}; export const add = () => ++count;`;

Deno.test("a script that an island loads later shares the modules of the single script", async () => {
  await using app = await makeApp({
    "client.js": CLIENT,
    "state.js": STATE,
    "islands/one.js": `
      import { add } from "../state.js";
      export default function One() { add(); return import("../later.js"); }`,
    "islands/two.js": `
      import * as state from "../state.js";
      export function Two() { return import("../later.js").then(() => state); }`,
    "later.js": `
      export { add, count, state } from "./state.js";
      export const evenLater = () => import("./even_later.js");`,
    "even_later.js": `import { state } from "./state.js"; export default state;`,
  });
  const start = await app.load("islands/one.js");
  const later = await start.islands.default();
  assert.equal(later.state, start.boot());
  assert.deepEqual([later.count, later.add(), later.count], [1, 2, 2]);
  assert.equal((await later.evenLater()).default, later.state);
  const other = await app.load("islands/two.js");
  assert.equal((await other.islands.Two()).state, other.boot());
  assert.notEqual(other.boot(), start.boot(), "each island has scripts of its own");
});

Deno.test("a module of the single script is not loaded again", async () => {
  await using app = await makeApp({
    "client.js": CLIENT,
    "state.js": STATE,
    "islands/one.js": `
      import { label } from "../both.js";
      export default () => import("../both.js");
      export const name = label;`,
    "islands/two.js": `export default () => import("../both.js");`,
    "both.js": `import { state } from "./state.js"; export const label = "both"; export { state };`,
  });
  const start = await app.load("islands/one.js");
  assert.equal((await start.islands.default()).state, start.boot());
  const other = await app.load("islands/two.js");
  assert.equal((await other.islands.default()).state, other.boot());
});

Deno.test("an island keeps its shared scripts if a later script imports a whole script of the start", async () => {
  await using app = await makeApp({
    "client.js": CLIENT,
    "state.js": STATE,
    "islands/one.js": `export default () => import("../later.js");`,
    "islands/two.js": `export default () => {};`,
    "later.js": `export const again = () => import("./islands/one.js");`,
  });
  assert.deepEqual(app.islands, ["islands/two.js"]);
});

/** The exports of a single script. */
interface Start {
  boot(): object;
  islands: Record<string, () => Promise<Later>>;
}

/** The exports of a later script. */
interface Later {
  state: object;
  count: number;
  add(): number;
  evenLater(): Promise<{ default: object }>;
}

/** Bundles an app of these scripts. Those in `islands/` are islands. */
async function makeApp(sources: Record<string, string>) {
  const directory = await temporaryDirectory();
  const place = (path: string) => join(directory.path, path);
  await write(new Map(Object.entries(sources)), place("sources"));
  const names = Object.keys(sources).filter((path) => path.startsWith("islands/"));
  const islands = names.map((path) => place(`sources/${path}`));
  const client = place("sources/client.js");
  const shared = await bundle([client, ...islands], { minify: true });
  const single = await bundleSingleScripts(shared, { client, islands });
  await write(single.files, place("built"));
  return {
    islands: names.filter((name) => single.scripts.has(place(`sources/${name}`))),
    load(island: string): Promise<Start> {
      const script = single.scripts.get(place(`sources/${island}`)) ?? "";
      return import(pathToFileURL(place(`built/${script}`)).href);
    },
    [Symbol.asyncDispose]: () => directory[Symbol.asyncDispose](),
  };
}

async function write(files: Files | Map<string, string>, directory: string) {
  for (const [path, content] of files) {
    const place = join(directory, path);
    await Deno.mkdir(dirname(place), { recursive: true });
    await Deno.writeFile(
      place,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
  }
}
