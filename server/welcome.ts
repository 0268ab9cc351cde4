/** What the person who started the server reads. */
import { type Hosts, type Listens, originOf } from "./addresses.ts";

export interface Running extends Hosts, Listens {
  readonly publicUrl: string | null;
  /** Whether the certificate is this machine's own, which no browser knows. */
  readonly ownCertificate: boolean;
}

/** Every address to open, what can be done there, and why nothing else. */
export function welcome(running: Running): string {
  const { here, elsewhere, https, publicUrl } = running;
  const lines = ["Tuila 推拉 is running."];
  const list = (heading: string, origins: readonly string[], broadcasts: boolean) => {
    if (origins.length === 0) return;
    lines.push("", heading);
    for (const origin of origins) {
      if (broadcasts) lines.push(`  Go live   ${origin}/broadcast`);
      lines.push(`  Watch     ${origin}/watch`);
    }
  };
  const at = (hosts: readonly string[]) => hosts.map((host) => originOf(host, running));
  list("On this machine:", at(here), true);
  list(
    https
      ? "On other devices:"
      : "On other devices, watch only (browsers allow the camera only over HTTPS; start with --https):",
    at(elsewhere),
    https,
  );
  if (publicUrl !== null) {
    const broadcasts = isHttps(publicUrl);
    const why = "watch only (browsers allow the camera only over HTTPS)";
    list(broadcasts ? "Public address:" : `Public address, ${why}:`, [publicUrl], broadcasts);
  }
  if (running.ownCertificate) {
    lines.push(
      "",
      "Each browser warns once, because this machine made its own certificate. Continue past the warning.",
    );
  }
  lines.push("", "Press Ctrl+C to stop.");
  return lines.join("\n");
}

/** What another device opens first: to broadcast where it can, else to watch. None can open a server that only this machine reaches. */
export function invitation(running: Running): string | null {
  const { elsewhere, https, publicUrl } = running;
  if (publicUrl !== null) return `${publicUrl}/${isHttps(publicUrl) ? "broadcast" : "watch"}`;
  if (elsewhere.length === 0) return null;
  return `${originOf(elsewhere[0], running)}/${https ? "broadcast" : "watch"}`;
}

function isHttps(origin: string): boolean {
  return origin.startsWith("https:");
}
