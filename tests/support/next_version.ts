/** Builds a copy of this program with another WebSocket sub-protocol, as after an update. */
import { cp } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** What a server does not need to run. */
const LEFT_OUT = ["tests", "bench", "docs", "data", "screenshots", "_fresh", "node_modules"];

export interface NextVersion extends AsyncDisposable {
  /** The folder with the built copy. */
  readonly root: string;
}

export async function buildNextVersion(): Promise<NextVersion> {
  await using things = new AsyncDisposableStack();
  const root = await Deno.makeTempDir();
  things.defer(() => Deno.remove(root, { recursive: true }));
  const names = [...Deno.readDirSync(ROOT)].map(({ name }) => name)
    .filter((name) => !name.startsWith(".") && !LEFT_OUT.includes(name));
  await Promise.all(
    names.map((name) => cp(`${ROOT}${name}`, `${root}/${name}`, { recursive: true })),
  );
  const protocol = `${root}/signaling/protocol/endpoint.ts`;
  const before = await Deno.readTextFile(protocol);
  const after = before.replace(`"${SUBPROTOCOL}"`, '"tuila.of-tomorrow"');
  if (after === before) throw new Error("the sub-protocol is not where it was");
  await Deno.writeTextFile(protocol, after);
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "build"],
    cwd: root,
    stdin: "null",
  }).spawn().status;
  if (!success) throw new Error("the next version cannot be built");
  const owned = things.move();
  return { root, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
