/** Installs packages of the distribution that tests need, where that is allowed. */
import { existsSync } from "node:fs";
import { platform } from "node:os";

/** Whether packages may be installed: by root on Debian or Ubuntu. */
export function mayInstall(): boolean {
  return platform() === "linux" && Deno.uid() === 0 && existsSync("/usr/bin/apt-get");
}

/** @throws with a sentence that says what failed */
export async function install(name: string): Promise<void> {
  await aptGet("update");
  await aptGet("install", "-y", "--no-install-recommends", name);
}

async function aptGet(...args: string[]): Promise<void> {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  const { success } = await new Deno.Command("apt-get", { args, env, stdin: "null" }).spawn()
    .status;
  if (!success) throw new Error(`apt-get ${args.join(" ")} failed: see above.`);
}
