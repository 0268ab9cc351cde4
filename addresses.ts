/** Where a server that listens can be opened. */
import { isIP } from "node:net";

/** What is read of a network interface's address. */
export type InterfaceAddress = Pick<Deno.NetworkInterfaceInfo, "family" | "address">;

/** Addresses to open, apart for this machine (where browsers give the camera to plain HTTP) and for others. */
export interface Addresses {
  readonly here: readonly string[];
  readonly elsewhere: readonly string[];
}

const ANY = new Set(["0.0.0.0", "::"]);

/**
 * @param hostname what the server listens on
 * @param interfaces the machine's addresses
 */
export function addresses(
  hostname: string,
  port: number,
  interfaces: readonly InterfaceAddress[],
): Addresses {
  const at = (host: string) => `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  if (isLoopback(hostname)) return { here: [at(hostname)], elsewhere: [] };
  if (!ANY.has(hostname)) return { here: [], elsewhere: [at(hostname)] };
  const others = interfaces
    .filter(({ family, address }) =>
      family === "IPv4" && !isLoopback(address) && !isLinkLocal(address)
    )
    .map(({ address }) => at(address));
  return { here: [at("localhost")], elsewhere: [...new Set(others)] };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

function isLinkLocal(address: string): boolean {
  return address.startsWith("169.254.");
}

/** What the person who started the server reads. */
export function welcome({ here, elsewhere }: Addresses): string {
  const lines = ["Tuila 推拉 is running.", ""];
  for (const origin of here) {
    lines.push(`  Broadcast   ${origin}/broadcast`, `  Watch       ${origin}/watch`, "");
  }
  if (elsewhere.length > 0) {
    lines.push(
      "  On other devices (browsers let them watch, but give the camera to HTTPS pages only):",
    );
    for (const origin of elsewhere) lines.push(`  Watch       ${origin}/watch`);
    lines.push("");
  }
  lines.push("Ctrl-C stops it.");
  return lines.join("\n");
}
