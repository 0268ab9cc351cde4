/** Makes certificate files for tests, and reads which certificate a server sends. */
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { join } from "node:path";
import { connect } from "node:tls";
import type { Certificate, CertificateFiles } from "@/server/https/certificate.ts";
import { ownCertificate } from "@/server/https/own_certificate.ts";

/** A new self-signed certificate. */
export async function newCertificate(): Promise<Certificate> {
  const folder = await Deno.makeTempDir();
  try {
    return await ownCertificate({ folder, hosts: ["localhost", "127.0.0.1"], now: Date.now() });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

export interface CertificateFolder extends AsyncDisposable {
  readonly files: CertificateFiles;
  write(part: Partial<Certificate>): Promise<void>;
}

/** A folder with a certificate and its key. */
export async function certificateFolder(certificate: Certificate): Promise<CertificateFolder> {
  const folder = await Deno.makeTempDir();
  const files = { cert: join(folder, "fullchain.pem"), key: join(folder, "privkey.pem") };
  const write: CertificateFolder["write"] = async ({ cert, key }) => {
    if (cert !== undefined) await Deno.writeTextFile(files.cert, cert);
    if (key !== undefined) await Deno.writeTextFile(files.key, key);
  };
  await write(certificate);
  return {
    files,
    write,
    [Symbol.asyncDispose]: () => Deno.remove(folder, { recursive: true }),
  };
}

export function fingerprint({ cert }: Pick<Certificate, "cert">): string {
  return new X509Certificate(cert).fingerprint256;
}

/** The fingerprint of the certificate that a new connection gets. */
export async function shownFingerprint(origin: string): Promise<string> {
  const { hostname: host, port } = new URL(origin);
  const socket = connect({ host, port: Number(port), rejectUnauthorized: false });
  try {
    await once(socket, "secureConnect");
    return socket.getPeerCertificate().fingerprint256;
  } finally {
    socket.destroy();
  }
}
