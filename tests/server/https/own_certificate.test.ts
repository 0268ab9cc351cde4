import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { join } from "node:path";
import { expiry } from "@/server/https/certificate.ts";
import { ownCertificate } from "@/server/https/own_certificate.ts";

const DAY = 24 * 60 * 60 * 1000;
const NOW = Date.UTC(2026, 0, 1);
const HOSTS = ["localhost", "192.0.2.7", "fd00::7", "laptop.local"];

Deno.test("ownCertificate() is for all names and addresses, and no longer good than browsers take", async () => {
  await using temporary = await temporaryFolder();
  const { folder } = temporary;
  const certificate = await ownCertificate({ folder, hosts: HOSTS, now: NOW });
  const parsed = new X509Certificate(certificate.cert);
  for (const name of ["localhost", "laptop.local"]) assert.ok(parsed.checkHost(name), name);
  for (const address of ["192.0.2.7", "fd00::7"]) assert.ok(parsed.checkIP(address), address);
  assert.equal(parsed.checkHost("example.com"), undefined);
  assert.equal(parsed.checkIP("192.0.2.8"), undefined);
  const days = (expiry(certificate) - Date.parse(parsed.validFrom)) / DAY;
  assert.ok(days > 300 && days <= 397, `${days} days`);
  assert.ok(Date.parse(parsed.validFrom) <= NOW);
});

Deno.test("ownCertificate() keeps its certificate where only its owner reads it", async () => {
  await using temporary = await temporaryFolder();
  const { folder } = temporary;
  const made = await ownCertificate({ folder, hosts: HOSTS, now: NOW });
  assert.deepEqual(await ownCertificate({ folder, hosts: HOSTS, now: NOW + 300 * DAY }), made);
  assert.deepEqual(await ownCertificate({ folder, hosts: ["192.0.2.7"], now: NOW }), made);
  if (Deno.build.os === "windows") return;
  for (const file of ["https.crt", "https.key"]) {
    const { mode } = await Deno.stat(join(folder, file));
    assert.equal((mode ?? 0) & 0o777, 0o600);
  }
});

const CHANGES: [what: string, options: { hosts?: string[]; now?: number }][] = [
  ["another address", { hosts: [...HOSTS, "192.0.2.8"] }],
  ["another name", { hosts: [...HOSTS, "desk.local"] }],
  ["it ends within 30 days", { now: NOW + 367 * DAY }],
];

for (const [what, options] of CHANGES) {
  Deno.test(`ownCertificate() is made anew: ${what}`, async () => {
    await using temporary = await temporaryFolder();
    const { folder } = temporary;
    const before = await ownCertificate({ folder, hosts: HOSTS, now: NOW });
    const after = await ownCertificate({ folder, hosts: HOSTS, now: NOW, ...options });
    assert.notEqual(after.cert, before.cert);
    assert.deepEqual(
      await ownCertificate({ folder, hosts: HOSTS, now: NOW, ...options }),
      after,
      "and kept in place of the other",
    );
  });
}

Deno.test("ownCertificate() is made anew: what was kept is damaged", async () => {
  await using temporary = await temporaryFolder();
  const { folder } = temporary;
  for (const file of ["https.crt", "https.key"]) {
    const before = await ownCertificate({ folder, hosts: HOSTS, now: NOW });
    await Deno.writeTextFile(join(folder, file), "half wri");
    const after = await ownCertificate({ folder, hosts: HOSTS, now: NOW });
    assert.notEqual(after.cert, before.cert);
  }
});

async function temporaryFolder(): Promise<{ folder: string } & AsyncDisposable> {
  const parent = await Deno.makeTempDir();
  return {
    folder: join(parent, "data"),
    [Symbol.asyncDispose]: () => Deno.remove(parent, { recursive: true }),
  };
}
