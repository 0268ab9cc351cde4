/** Behind nginx, as the README configures it. */
import assert from "node:assert/strict";
import {
  expectMedia,
  goLive,
  launchBrowser,
  openConnections,
  visitor,
} from "../support/browser.ts";
import { findNginx, NEEDS_NGINX, startNginx } from "../support/nginx.ts";
import { freePort } from "../support/reverse_proxy.ts";
import { startServer } from "../support/server_process.ts";

const nginx = await findNginx();

Deno.test({
  name:
    `behind nginx: broadcast, watch, and a picture that a reload and a restart of nginx do not stop${
      nginx === undefined ? ` (${NEEDS_NGINX})` : ""
    }`,
  ignore: nginx === undefined,
  async fn() {
    await using things = new AsyncDisposableStack();
    const port = await freePort();
    const PUBLIC_URL = `https://127.0.0.1:${port}`;
    const server = things.use(await startServer({ PUBLIC_URL, TRUST_PROXY: "1" }));
    const proxy = things.use(await startNginx(nginx ?? "", port, server.origin));
    const browser = await launchBrowser();
    things.defer(() => browser.close());
    const newPage = async (camera: boolean) => await (await visitor(browser, { camera })).newPage();

    const broadcaster = await newPage(true);
    await goLive(broadcaster, `${proxy.origin}/broadcast`);
    assert.equal(await broadcaster.locator("#share-link").inputValue(), `${PUBLIC_URL}/watch/live`);
    const viewer = await newPage(false);
    const page = await viewer.goto(`${proxy.origin}/watch`);
    assert.match(page?.headers()["content-security-policy"] ?? "", /upgrade-insecure-requests/);
    await expectMedia(viewer);

    await proxy.reload();
    await expectMedia(viewer);
    let opened = 0;
    broadcaster.on("websocket", () => opened++);
    await proxy.restart();
    await expectMedia(viewer);
    const newcomer = await newPage(false);
    await newcomer.goto(`${proxy.origin}/watch`);
    await expectMedia(newcomer, 5);
    await broadcaster.getByText("2 watching").waitFor();
    assert.ok(opened > 0, "the broadcaster's socket was cut, and came back");
    assert.equal(await openConnections(viewer), 1, "the first viewer's link was left alone");
    assert.equal(await openConnections(broadcaster), 2);
  },
});
