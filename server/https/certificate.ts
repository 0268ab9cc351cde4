/** A certificate with its key, and what can be wrong with the two. */
import { createPrivateKey, X509Certificate } from "node:crypto";
import { ConfigError } from "../config.ts";

/** Both in PEM. `cert` may be a chain that begins with the server's own certificate. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** The paths of the two files. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

/** @throws ConfigError naming the variable, what is wrong with its file and what it must be */
export function readCertificate(files: CertificateFiles): Certificate {
  const certificate = {
    cert: read("TLS_CERT", files.cert),
    key: read("TLS_KEY", files.key),
  };
  if (orNull(() => new X509Certificate(certificate.cert)) === null) {
    throw new ConfigError(
      `TLS_CERT must be a PEM file with a certificate, but ${quote(files.cert)} is not.`,
    );
  }
  if (orNull(() => createPrivateKey(certificate.key)) === null) {
    throw new ConfigError(
      `TLS_KEY must be a PEM file with a private key and no password, but ${
        quote(files.key)
      } is not.`,
    );
  }
  if (!isPair(certificate)) {
    throw new ConfigError(
      `TLS_KEY must be the key of the certificate in TLS_CERT, but ${
        quote(files.key)
      } belongs to another.`,
    );
  }
  return certificate;
}

/** Whether the key belongs to the certificate. */
export function isPair({ cert, key }: Certificate): boolean {
  return orNull(() => new X509Certificate(cert).checkPrivateKey(createPrivateKey(key))) === true;
}

/** When it ends, in milliseconds since 1970. */
export function expiry({ cert }: Certificate): number {
  return Date.parse(new X509Certificate(cert).validTo);
}

function read(variable: "TLS_CERT" | "TLS_KEY", path: string): string {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    const reason = error instanceof Deno.errors.NotFound ? "does not exist" : "cannot be read";
    throw new ConfigError(
      `${variable} must be a file that this server can read, but ${quote(path)} ${reason}.`,
    );
  }
}

function orNull<Value>(make: () => Value): Value | null {
  try {
    return make();
  } catch {
    return null; // the library's message does not say what to do
  }
}

function quote(path: string): string {
  return JSON.stringify(path);
}
