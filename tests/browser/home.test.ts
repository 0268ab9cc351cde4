/** The home page when its server goes and comes. */
import assert from "node:assert/strict";
import { HOME } from "@/i18n/home.ts";
import { goLive } from "../support/browser.ts";
import { openHouse } from "../support/house.ts";

Deno.test("the home page says when its server cannot be reached, dims what it knew, and goes on when it is back", async () => {
  await using house = await openHouse();
  await goLive(await house.broadcaster(), `${house.origin}/broadcast/harbour`);
  const page = await house.viewer();
  await page.goto(house.origin);
  const link = page.getByRole("link", { name: /harbour/ });
  await link.waitFor();
  const opacity = () => page.locator(".streams").evaluate((list) => getComputedStyle(list).opacity);
  assert.equal(await opacity(), "1");

  await house.server.end("SIGKILL");
  await page.getByText(HOME.en.unreachable).waitFor();
  assert.ok(await link.isVisible());
  assert.ok(Number(await opacity()) < 1);

  await house.server.startAgain();
  await page.getByText(HOME.en.unreachable).waitFor({ state: "detached" });
  await link.waitFor();
  assert.equal(await opacity(), "1");
});
