/** The studio's list of viewers, on real media. */
import assert from "node:assert/strict";
import { AUDIENCE } from "@/i18n/audience.ts";
import { PLAYER } from "@/i18n/player.ts";
import { expectMedia, openConnections } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";
import { outbound } from "../support/outbound.ts";

const texts = AUDIENCE.en;

Deno.test("the list shows how each viewer receives the stream, and a removed viewer reads that it was removed", async () => {
  await using site = await openTestSite();
  const { broadcaster, viewer } = await site.onAir();
  const other = await site.viewer();
  await other.goto(`${site.origin}/watch`);
  await expectMedia(other);

  await broadcaster.locator("summary", { hasText: "Viewers" }).click();
  const first = broadcaster.getByRole("listitem").filter({ hasText: "Viewer 1" });
  const second = broadcaster.getByRole("listitem").filter({ hasText: "Viewer 2" });
  const readValue = async (name: string) =>
    await first.locator("div", { has: broadcaster.getByText(name, { exact: true }) })
      .locator("dd").innerText();
  await first.getByText(texts.direct).waitFor();
  await second.getByText(texts.direct).waitFor();
  const picture = await readValue(texts.size);
  const [width, height] = picture.match(/\d+/g) ?? [];
  const sent = await outbound(broadcaster);
  const sizes = sent.map(({ size }) => size);
  assert.ok(sizes.includes(`${width}x${height}`), `${picture} of ${sizes.join()}`);
  assert.match(picture, / · \d+ fps · (VP8|VP9|H264|AV1)$/);
  assert.match(await readValue(texts.bitrate), /^[\d.]+ [kM]b\/s$/);
  assert.match(await readValue(texts.roundTrip), /^\d+ ms$/);
  assert.match(await readValue(texts.loss), /^\d+(\.\d)?%$/);
  assert.ok(Object.values(texts.limitation).includes(await readValue(texts.quality)));

  // The graphs are drawn: the canvas is not empty.
  await broadcaster.waitForFunction(() => {
    const canvas = document.querySelector<HTMLCanvasElement>(".audience-graphs canvas");
    const { width = 0, height = 0 } = canvas ?? {};
    const pixels = width * height > 0 &&
      canvas?.getContext("2d")?.getImageData(0, 0, width, height);
    return pixels && pixels.data.some((value) => value > 0);
  });
  assert.equal(await broadcaster.locator(".audience-graphs canvas").count(), 3);

  await broadcaster.getByRole("button", { name: texts.removeViewer("1") }).click();
  await viewer.getByText(PLAYER.en.states.removed.title).waitFor();
  await broadcaster.getByText("1 watching").waitFor();
  assert.equal(await viewer.getByText(/\d (watching|waiting)/).count(), 0, "it is not one of them");
  await first.waitFor({ state: "detached" });
  assert.equal(await openConnections(broadcaster), 1);
  assert.ok(await broadcaster.evaluate(() => document.activeElement?.matches(".audience")));
  await expectMedia(other);
  await second.waitFor(); // it keeps its number

  await other.close();
  await broadcaster.getByText(texts.nobody).waitFor();
});
