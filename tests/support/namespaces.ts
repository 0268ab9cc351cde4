/** Network namespaces: each has addresses and routes of its own, like a machine. Needs Linux, root and `ip`. */
import type { Browser } from "playwright-core";
import { launchBrowser } from "./browser.ts";
import { ensureChromium } from "./chromium.ts";

/** Whether namespaces and links can be made here. It tries, because containers differ. */
export async function canMakeNetworks(): Promise<boolean> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  const name = `tuila-${Deno.pid}-probe`;
  try {
    await ip("netns", "add", name);
  } catch {
    return false;
  }
  try {
    await ip("-n", name, "link", "add", "name", "one", "type", "veth", "peer", "name", "other");
    return true;
  } catch {
    return false;
  } finally {
    await ip("netns", "delete", name);
  }
}

/** Appended to the name of a test that is skipped without namespaces. */
export const NEEDS_NETWORKS = "skipped where there is no root or no `ip netns`";

/** Makes a namespace without a route out. `undo` deletes it with everything in it. */
export async function addNamespace(name: string, undo: AsyncDisposableStack): Promise<void> {
  await ip("netns", "add", name);
  undo.defer(() => ip("netns", "delete", name)); // deletes its interfaces too
  await write(name, "/proc/sys/net/ipv6/conf/all/disable_ipv6", 1).catch(() => {}); // no IPv6 at all
  await ip("-n", name, "link", "set", "dev", "lo", "up");
}

/** A name for the namespaces of one test. */
export function newNetworkId(): string {
  return `tuila-${Deno.pid}-${crypto.randomUUID().slice(0, 8)}`;
}

/** The start of a command that runs in the namespace. */
export function within(namespace: string): readonly string[] {
  return ["ip", "netns", "exec", namespace];
}

export async function launchBrowserWithin(
  namespace: string,
  args: readonly string[],
  undo: AsyncDisposableStack,
): Promise<Browser> {
  const file = await Deno.makeTempFile({ prefix: "tuila-chromium-", suffix: ".sh" });
  undo.defer(() => Deno.remove(file));
  const words = [...within(namespace), await ensureChromium()];
  await Deno.writeTextFile(file, `#!/bin/sh\nexec ${words.join(" ")} "$@"\n`);
  await Deno.chmod(file, 0o755);
  return await launchBrowser(args, file);
}

export async function write(namespace: string, setting: string, value: number): Promise<void> {
  await ip("netns", "exec", namespace, "sh", "-c", `echo ${value} > ${setting}`);
}

export async function ip(...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command("ip", { args, stdin: "null" }).output();
  if (!success) throw new Error(`ip ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`);
}
