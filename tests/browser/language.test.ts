import assert from "node:assert/strict";
import { PLAYER } from "@/i18n/player.ts";
import { STATUS } from "@/i18n/status.ts";
import { STUDIO } from "@/i18n/studio.ts";
import { mainButton } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";

Deno.test("a browser that prefers Chinese gets Chinese pages, including their islands", async () => {
  await using site = await openTestSite();
  const visitor = await site.visitor({ camera: true, locale: "zh-CN" });
  const viewer = await visitor.newPage();
  await viewer.goto(`${site.origin}/watch`);
  await viewer.getByText(PLAYER.zh.states.waiting.title).waitFor();

  const broadcaster = await visitor.newPage();
  await broadcaster.goto(`${site.origin}/broadcast`);
  await broadcaster.getByRole("button", { name: STUDIO.zh.buttons.start, exact: true }).click();
  await broadcaster.getByRole("button", { name: STUDIO.zh.buttons.stop, exact: true }).waitFor();
  await broadcaster.getByText(STATUS.zh.watching(1)).waitFor();
  await viewer.getByText(PLAYER.zh.states.playing.detail).waitFor({ state: "attached" });
});

Deno.test("another language is one click away, and stays", async () => {
  await using site = await openTestSite();
  const page = await site.viewer();
  await page.goto(`${site.origin}/watch/x`);
  await page.getByText(PLAYER.en.states.waiting.title).waitFor();

  await page.getByRole("link", { name: "中文" }).click();
  await page.getByText(PLAYER.zh.states.waiting.title).waitFor();
  assert.equal(new URL(page.url()).pathname, "/watch/x");

  await page.goto(`${site.origin}/broadcast/x`);
  await page.getByRole("button", { name: STUDIO.zh.buttons.start, exact: true }).waitFor();
  await page.getByRole("link", { name: "English" }).click();
  await mainButton(page, "start").waitFor();
});

Deno.test("nothing sticks out of the smallest phone, in either language", async () => {
  await using site = await openTestSite();
  for (const locale of ["en-US", "zh-CN"]) {
    const visitor = await site.visitor({ locale });
    const page = await visitor.newPage();
    for (const width of [320, 360]) {
      await page.setViewportSize({ width, height: 640 });
      for (const path of ["/", "/watch", "/broadcast"]) {
        await page.goto(site.origin + path);
        const needed = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.equal(needed, width, `${path} in ${locale}`);
      }
    }
  }
});
