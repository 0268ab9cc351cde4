import assert from "node:assert/strict";
import { join } from "node:path";
import { ConfigError } from "@/server/config.ts";
import {
  type Certificate,
  type CertificateFiles,
  readCertificate,
} from "@/server/https/certificate.ts";
import { certificateFolder, newCertificate } from "../../support/certificates.ts";

const good = await newCertificate();
const other = await newCertificate();

Deno.test("readCertificate() gives what is in the files, of a chain as well", async () => {
  await using folder = await certificateFolder(good);
  assert.deepEqual(readCertificate(folder.files), good);
  const chain = { cert: good.cert + other.cert, key: good.key };
  await folder.write(chain);
  assert.deepEqual(readCertificate(folder.files), chain);
});

const BAD: [what: string, variable: string, part: Partial<Certificate>][] = [
  ["another certificate's key", "TLS_KEY", { key: other.key }],
  ["a key where the certificate should be", "TLS_CERT", { cert: good.key }],
  ["a certificate where the key should be", "TLS_KEY", { key: good.cert }],
  ["an empty certificate", "TLS_CERT", { cert: "" }],
  ["an empty key", "TLS_KEY", { key: "" }],
  ["a certificate that breaks off", "TLS_CERT", { cert: good.cert.slice(0, 200) }],
  ["a key that breaks off", "TLS_KEY", { key: good.key.slice(0, 100) }],
  ["anything", "TLS_CERT", { cert: "not a certificate" }],
];

for (const [what, variable, part] of BAD) {
  Deno.test(`readCertificate() refuses ${what} in one sentence`, async () => {
    await using folder = await certificateFolder({ ...good, ...part });
    assertRefused(folder.files, variable);
  });
}

Deno.test("readCertificate() refuses files that are not there, and folders", async () => {
  await using folder = await certificateFolder(good);
  const { files } = folder;
  assertRefused({ ...files, cert: "/nowhere/a.pem" }, "TLS_CERT");
  assertRefused({ ...files, key: "/nowhere/a.pem" }, "TLS_KEY");
  assertRefused({ ...files, key: join(files.key, "..") }, "TLS_KEY");
});

function assertRefused(files: CertificateFiles, variable: string): void {
  assert.throws(() => readCertificate(files), (error) => {
    assert.ok(error instanceof ConfigError, String(error));
    assert.match(error.message, new RegExp(`^${variable} must [^\\n]+\\.$`));
    assert.ok(!error.message.includes(good.key.slice(40, 80)), "a key is not repeated");
    return true;
  });
}
