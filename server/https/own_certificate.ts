/** A certificate that this machine makes for itself, kept so that browsers need be told only once to take it. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { join } from "node:path";
import { type Certificate, expiry } from "./certificate.ts";

const DAY = 24 * 60 * 60 * 1000;
/** Browsers take no certificate that is good for longer (CA/Browser Forum, Baseline Requirements 6.3.2). */
const LIFETIME = 397 * DAY;
/** One that ends sooner is made anew. */
const MARGIN = 30 * DAY;
/** Clocks of phones and laptops differ. */
const BEFORE = DAY;

export interface OwnCertificateOptions {
  readonly folder: string;
  /** The names and addresses at which browsers open this machine. */
  readonly hosts: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The kept one, or a new one where that is missing, ends soon or is for other names and addresses. */
export async function ownCertificate(
  { folder, hosts, now }: OwnCertificateOptions,
): Promise<Certificate> {
  const files = { cert: join(folder, "https.crt"), key: join(folder, "https.key") };
  const kept = readKept(files);
  if (kept !== null && isGood(kept, hosts, now)) return kept;
  const made = await make(hosts, now);
  Deno.mkdirSync(folder, { recursive: true });
  writeSecret(files.cert, made.cert);
  writeSecret(files.key, made.key);
  return made;
}

function readKept(files: { cert: string; key: string }): Certificate | null {
  try {
    return { cert: Deno.readTextFileSync(files.cert), key: Deno.readTextFileSync(files.key) };
  } catch {
    return null;
  }
}

function isGood(certificate: Certificate, hosts: readonly string[], now: number): boolean {
  try {
    const known = new X509Certificate(certificate.cert);
    const { key } = certificate;
    return known.checkPrivateKey(createPrivateKey(key)) && expiry(certificate) - now > MARGIN &&
      hosts.every((host) => isIP(host) === 0 ? known.checkHost(host) : known.checkIP(host));
  } catch {
    return false; // half written, or not ours
  }
}

async function make(hosts: readonly string[], now: number): Promise<Certificate> {
  const altNames = hosts.map((host) =>
    isIP(host) === 0 ? { type: 2 as const, value: host } : { type: 7 as const, ip: host }
  );
  const { generate } = await import("selfsigned"); // large, and needed once a year
  const { cert, private: key } = await generate([{ name: "commonName", value: "Tuila" }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    notBeforeDate: new Date(now - BEFORE),
    notAfterDate: new Date(now - BEFORE + LIFETIME),
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      { name: "subjectAltName", altNames },
    ],
  });
  return { cert, key };
}

/** A file's mode is set as it is made, so an older one goes first. */
function writeSecret(path: string, text: string): void {
  try {
    Deno.removeSync(path);
  } catch { /* there was none */ }
  Deno.writeTextFileSync(path, text, { mode: 0o600, createNew: true });
}
