/** The names of this server, as its settings and its machine have them. */
import { machineNames } from "./addresses.ts";
import type { Config } from "./config.ts";

/** @param hostname the machine's */
export function knownHosts(
  { host, publicUrl, allowedOrigins }: Pick<Config, "host" | "publicUrl" | "allowedOrigins">,
  hostname: string,
): ReadonlySet<string> {
  const origins = publicUrl === null ? allowedOrigins : [publicUrl, ...allowedOrigins];
  const names = origins.map((origin) => new URL(origin).hostname);
  return new Set(
    [...names, ...machineNames(hostname), host.toLowerCase()].map((name) =>
      name.replace(/\.$/, "")
    ),
  );
}
