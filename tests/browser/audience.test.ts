/** Who is watching: the list in the studio, on real media. */
import assert from "node:assert/strict";
import { expectMedia, openConnections } from "../support/browser.ts";
import { openHouse } from "../support/house.ts";
import { outbound } from "../support/outbound.ts";

Deno.test("the list tells how each viewer sees the stream, and one that is removed is told so", async () => {
  await using house = await openHouse();
  const { broadcaster, viewer } = await house.onAir();
  const other = await house.viewer();
  await other.goto(`${house.origin}/watch`);
  await expectMedia(other);

  await broadcaster.locator("summary", { hasText: "Viewers" }).click();
  const first = broadcaster.getByRole("listitem").filter({ hasText: "Viewer 1" });
  const second = broadcaster.getByRole("listitem").filter({ hasText: "Viewer 2" });
  const told = async (name: string) =>
    await first.locator("div", { has: broadcaster.getByText(name, { exact: true }) })
      .locator("dd").innerText();
  await first.getByText("Direct").waitFor();
  await second.getByText("Direct").waitFor();
  const picture = await told("Picture");
  const [width, height] = picture.match(/\d+/g) ?? [];
  const sent = await outbound(broadcaster);
  const sizes = sent.map(({ size }) => size);
  assert.ok(sizes.includes(`${width}x${height}`), `${picture} of ${sizes.join()}`);
  assert.match(picture, / · \d+ frames\/s · (VP8|VP9|H264|AV1)$/);
  assert.match(await told("Bitrate"), /^[\d.]+ [kM]b\/s$/);
  assert.match(await told("Round trip"), /^\d+ ms$/);
  assert.match(await told("Packets lost"), /^\d+(\.\d)?%$/);
  assert.match(await told("Quality"), /^(Nothing holds it back|Held back by .+)$/);

  // The graphs are drawn: a canvas with something on it.
  await broadcaster.waitForFunction(() => {
    const canvas = document.querySelector<HTMLCanvasElement>(".audience-graphs canvas");
    const { width = 0, height = 0 } = canvas ?? {};
    const pixels = width * height > 0 &&
      canvas?.getContext("2d")?.getImageData(0, 0, width, height);
    return pixels && pixels.data.some((value) => value > 0);
  });
  assert.equal(await broadcaster.locator(".audience-graphs canvas").count(), 3);

  await broadcaster.getByRole("button", { name: "Remove viewer 1" }).click();
  await viewer.getByText("The broadcaster has removed you").waitFor();
  await first.waitFor({ state: "detached" });
  assert.equal(await openConnections(broadcaster), 1);
  assert.ok(await broadcaster.evaluate(() => document.activeElement?.matches(".audience")));
  await expectMedia(other);
  await second.waitFor(); // keeps its number
  await broadcaster.getByText("1 watching").waitFor();

  await other.close();
  await broadcaster.getByText("Nobody is watching yet.").waitFor();
});
