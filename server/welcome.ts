/** The text that the server prints when it starts. */
import { type Hosts, type Listens, originOf } from "./addresses.ts";

export interface Running extends Hosts, Listens {
  readonly publicUrl: string | null;
  /** How many proxies are trusted. */
  readonly proxies: number;
  /** Whether the certificate is self-signed, so that browsers warn. */
  readonly ownCertificate: boolean;
}

/** Every address to open, what works there, and why something does not. */
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
  if (running.proxies > 1 && publicUrl === null) {
    lines.push(
      "",
      `TRUST_PROXY is ${running.proxies}, but PUBLIC_URL is not set: unless each proxy appends to X-Forwarded-Host and X-Forwarded-Proto, links are wrong. Set PUBLIC_URL to the origin in the browser's address bar.`,
    );
  }
  lines.push("", "Press Ctrl+C to stop.");
  return lines.join("\n");
}

/** The URL for another device: to broadcast if it can, else to watch; null if only this machine reaches the server. */
export function invitation(running: Running): string | null {
  const { elsewhere, https, publicUrl } = running;
  if (publicUrl !== null) return `${publicUrl}/${isHttps(publicUrl) ? "broadcast" : "watch"}`;
  if (elsewhere.length === 0) return null;
  return `${originOf(elsewhere[0], running)}/${https ? "broadcast" : "watch"}`;
}

function isHttps(origin: string): boolean {
  return origin.startsWith("https:");
}
