import assert from "node:assert/strict";
import { PLAYER } from "@/i18n/player.ts";
import { STUDIO } from "@/i18n/studio.ts";
import { expectMedia, goLive, mainButton, openConnections } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";

Deno.test("the broadcaster closes the tab: the viewers are told within a second", async () => {
  await using site = await openTestSite();
  const { broadcaster, viewer } = await site.onAir();

  const told = viewer.evaluate(
    (away) =>
      new Promise<number>((resolve) => {
        const look = () => {
          if (document.body.innerText.includes(away)) resolve(Date.now());
          else requestAnimationFrame(look);
        };
        look();
      }),
    PLAYER.en.states.paused.title,
  );
  const closed = Date.now();
  await broadcaster.close();
  const delay = await told - closed;
  assert.ok(delay < 1_000, `told after ${delay} ms`);
});

Deno.test("a stranger's claim is refused while the stream plays on", async () => {
  await using site = await openTestSite();
  const { broadcaster: owner, viewer } = await site.onAir("mine");

  const stranger = await site.broadcaster();
  await stranger.goto(`${site.origin}/broadcast/mine`);
  await mainButton(stranger, "start").click();
  await stranger.getByText(STUDIO.en.states.taken.title).waitFor();
  await expectMedia(viewer);

  // Another name is offered, and works.
  await stranger.getByRole("link", { name: /mine-\d+/ }).click();
  await mainButton(stranger, "start").click();
  await mainButton(stranger, "stop").waitFor();
  await owner.getByText("1 watching").waitFor();
});

Deno.test("the owner reloads: live again by itself, and so is the viewer's page", async () => {
  await using site = await openTestSite();
  const { broadcaster: owner, viewer } = await site.onAir();
  await owner.reload();
  await mainButton(owner, "stop").waitFor();
  await owner.getByText("1 watching").waitFor();
  await expectMedia(viewer);
  assert.equal(await openConnections(viewer), 1);
});

Deno.test("the owner's browser asks for the camera again: one click resumes", async () => {
  await using site = await openTestSite();
  const { broadcaster: owner, viewer } = await site.onAir();
  await owner.context().clearPermissions();
  await owner.reload();
  await viewer.getByText(PLAYER.en.states.paused.title).waitFor();
  await owner.getByText(STUDIO.en.states.resumable.title).waitFor();
  await owner.context().grantPermissions(["camera", "microphone"]);
  await mainButton(owner, "resume").click();
  await expectMedia(viewer);
});

Deno.test("two tabs of the owner: the newer takes over, the older says so and may take it back", async () => {
  await using site = await openTestSite();
  const owner = await site.visitor({ camera: true });
  const older = await owner.newPage();
  await goLive(older, `${site.origin}/broadcast`);
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch`);
  await expectMedia(viewer);

  await goLive(await owner.newPage(), `${site.origin}/broadcast`);
  await older.getByText(STUDIO.en.states.replaced.title).waitFor();
  await expectMedia(viewer);

  await mainButton(older, "here").click();
  await mainButton(older, "stop").waitFor();
  await expectMedia(viewer);
});
