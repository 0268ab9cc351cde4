/** Programs that a test needs, from the distribution. */
import { existsSync } from "node:fs";
import { platform } from "node:os";

/** Whether we may install packages: root on Debian or Ubuntu. */
export function mayInstall(): boolean {
  return platform() === "linux" && Deno.uid() === 0 && existsSync("/usr/bin/apt-get");
}

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
