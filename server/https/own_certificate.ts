/** A self-signed certificate, kept so that a person accepts it only once in each browser. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { isIP } from "node:net";
import { join } from "node:path";
import { type Certificate, expiry } from "./certificate.ts";
import { privateFolder, restrictFile } from "../private_files.ts";

const DAY = 24 * 60 * 60 * 1000;
/** Browsers accept no longer validity (CA/Browser Forum, Baseline Requirements 6.3.2). */
const LIFETIME = 397 * DAY;
/** A certificate that expires sooner is replaced. */
const MARGIN = 30 * DAY;
/** Backdated, because the clocks of phones and laptops differ. */
const BEFORE = DAY;

export interface OwnCertificateOptions {
  readonly folder: string;
  /** The host names and addresses that the certificate is for. */
  readonly hosts: readonly string[];
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** The kept certificate, or a new one if that is missing, expires soon or is for other hosts. */
export async function ownCertificate(
  { folder, hosts, now }: OwnCertificateOptions,
): Promise<Certificate> {
  const files = { cert: join(folder, "https.crt"), key: join(folder, "https.key") };
  restrictFile(files.key);
  const kept = readKept(files);
  if (kept !== null && isGood(kept, hosts, now)) return kept;
  const made = await make(hosts, now);
  privateFolder(folder);
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

/** Deletes an older file first, because a file's mode is set when it is created. */
function writeSecret(path: string, text: string): void {
  try {
    Deno.removeSync(path);
  } catch { /* there was none */ }
  Deno.writeTextFileSync(path, text, { mode: 0o600, createNew: true });
}
