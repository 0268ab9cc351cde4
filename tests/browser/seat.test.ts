import assert from "node:assert/strict";
import { expectMedia, goLive, openConnections } from "../support/browser.ts";
import { openHouse } from "../support/house.ts";

Deno.test("the broadcaster closes the tab: the viewers are told within a second", async () => {
  await using house = await openHouse();
  const { broadcaster, viewer } = await house.onAir();

  const told = viewer.evaluate(() =>
    new Promise<number>((resolve) => {
      const look = () => {
        if (document.body.innerText.includes("The broadcaster is away")) resolve(Date.now());
        else requestAnimationFrame(look);
      };
      look();
    })
  );
  const closed = Date.now();
  await broadcaster.close();
  const delay = await told - closed;
  assert.ok(delay < 1_000, `told after ${delay} ms`);
});

Deno.test("a stranger's claim is refused while the stream plays on", async () => {
  await using house = await openHouse();
  const { broadcaster: owner, viewer } = await house.onAir("mine");

  const stranger = await house.broadcaster();
  await stranger.goto(`${house.origin}/broadcast/mine`);
  await stranger.getByRole("button", { name: "Start broadcasting" }).click();
  await stranger.getByText("This stream is already taken").waitFor();
  await expectMedia(viewer);

  // Another name is offered, and works.
  await stranger.getByRole("link", { name: /mine-\d+/ }).click();
  await stranger.getByRole("button", { name: "Start broadcasting" }).click();
  await stranger.getByRole("button", { name: "Stop broadcasting" }).waitFor();
  await owner.getByText("1 watching").waitFor();
});

Deno.test("the owner reloads: live again by itself, and so is the viewer's page", async () => {
  await using house = await openHouse();
  const { broadcaster: owner, viewer } = await house.onAir();
  await owner.reload();
  await owner.getByRole("button", { name: "Stop broadcasting" }).waitFor();
  await owner.getByText("1 watching").waitFor();
  await expectMedia(viewer);
  assert.equal(await openConnections(viewer), 1);
});

Deno.test("the owner's browser asks for the camera again: one click resumes", async () => {
  await using house = await openHouse();
  const { broadcaster: owner, viewer } = await house.onAir();
  await owner.context().clearPermissions();
  await owner.reload();
  await viewer.getByText("The broadcaster is away").waitFor();
  await owner.getByText("You were live").waitFor();
  await owner.context().grantPermissions(["camera", "microphone"]);
  await owner.getByRole("button", { name: "Resume" }).click();
  await expectMedia(viewer);
});

Deno.test("two tabs of the owner: the newer takes over, the older says so and may take it back", async () => {
  await using house = await openHouse();
  const owner = await house.visitor({ camera: true });
  const older = await owner.newPage();
  await goLive(older, `${house.origin}/broadcast`);
  const viewer = await house.viewer();
  await viewer.goto(`${house.origin}/watch`);
  await expectMedia(viewer);

  await goLive(await owner.newPage(), `${house.origin}/broadcast`);
  await older.getByText("You are broadcasting from another tab").waitFor();
  await expectMedia(viewer);

  await older.getByRole("button", { name: "Broadcast here instead" }).click();
  await older.getByRole("button", { name: "Stop broadcasting" }).waitFor();
  await expectMedia(viewer);
});
