/** This program as it may be after an update that speaks another sub-protocol. */
import { cp } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** What a server does not run on. */
const LEFT_OUT = ["tests", "bench", "docs", "data", "screenshots", "_fresh", "node_modules"];

export interface NextVersion extends AsyncDisposable {
  /** The folder that it is in, built. */
  readonly root: string;
}

/** Its code and its scripts are this version's but for the sub-protocol. */
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
  const kept = things.move();
  return { root, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}
