/** The pages over HTTPS, with a self-signed certificate or one from files, and over only IPv4 or IPv6. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { expectMedia, openConnections } from "../support/browser.ts";
import {
  certificateFolder,
  fingerprint,
  newCertificate,
  shownFingerprint,
} from "../support/certificates.ts";
import { openTestSite } from "../support/test_site.ts";
import { until } from "../support/until.ts";

Deno.test("--https: broadcast and watch over HTTPS, with picture and sound", async () => {
  await using site = await openTestSite({ serve: ["--https"] });
  assert.match(site.origin, /^https:/);
  const { broadcaster, viewer } = await site.onAir();
  await broadcaster.getByText("1 watching").waitFor();
  assert.equal(await viewer.evaluate(() => isSecureContext), true);
});

Deno.test("another certificate in TLS_CERT: new connections get it, the broadcast and its sockets go on", async () => {
  const [first, second] = [await newCertificate(), await newCertificate()];
  await using folder = await certificateFolder(first);
  const { cert: TLS_CERT, key: TLS_KEY } = folder.files;
  await using site = await openTestSite({ env: { TLS_CERT, TLS_KEY } });
  const { broadcaster, viewer } = await site.onAir();
  assert.equal(await shownFingerprint(site.origin), fingerprint(first));
  const opened = [broadcaster, viewer].map((page) => socketsOpened(page));

  await folder.write(second);
  await until(
    async () => await shownFingerprint(site.origin) === fingerprint(second),
    "the new certificate is shown",
  );
  await expectMedia(viewer);
  assert.equal(await openConnections(broadcaster), 1);
  const newcomer = await site.viewer();
  await newcomer.goto(`${site.origin}/watch`);
  await expectMedia(newcomer, 5);
  await broadcaster.getByText("2 watching").waitFor();
  assert.deepEqual(opened.map((count) => count()), [0, 0], "no socket was cut");

  // An unusable certificate is logged, and changes nothing.
  await folder.write({ key: first.key });
  await until(() => site.server.output().includes("TLS_KEY must be the key"), "it is said");
  assert.equal(await shownFingerprint(site.origin), fingerprint(second));
  await expectMedia(viewer, 5);
});

for (const HOST of ["127.0.0.1", "::1"]) {
  Deno.test(`HOST=${HOST} alone serves, and plays`, async () => {
    await using site = await openTestSite({ env: { HOST } });
    assert.equal(new URL(site.origin).hostname.replace(/[[\]]/g, ""), HOST);
    await site.onAir();
  });
}

/** Counts the sockets that the page opens from now on: a page replaces each that is cut. */
function socketsOpened(page: Page): () => number {
  let opened = 0;
  page.on("websocket", () => opened++);
  return () => opened;
}
