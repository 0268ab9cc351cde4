/** A server that dies under the launcher, as the people on it see it. */
import assert from "node:assert/strict";
import { expectMedia, goLive, openConnections, visitor } from "../support/browser.ts";
import { startLaunched } from "../support/launched_server.ts";
import { sharedBrowser } from "../support/shared_browser.ts";

Deno.test("the server is killed: the picture goes on, and its next one has the room and lets people in", async () => {
  await using server = await startLaunched();
  await using things = new AsyncDisposableStack();
  const browser = await sharedBrowser();
  const newPage = async (camera: boolean) => {
    const context = await visitor(browser, { camera });
    things.defer(() => context.close());
    return await context.newPage();
  };
  const broadcaster = await newPage(true);
  await goLive(broadcaster, `${server.origin}/broadcast`);
  const viewer = await newPage(false);
  await viewer.goto(`${server.origin}/watch`);
  await expectMedia(viewer);

  await server.signal(["server"], "SIGKILL");
  await expectMedia(viewer);
  await server.started(2);
  const newcomer = await newPage(false);
  await newcomer.goto(`${server.origin}/watch`);
  await expectMedia(newcomer, 5);
  await broadcaster.getByText("2 watching").waitFor();
  assert.equal(await openConnections(viewer), 1, "the first viewer's link was left alone");
  assert.equal(await openConnections(broadcaster), 2);
});
