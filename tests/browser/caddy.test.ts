/** Behind Caddy, as the README configures it. */
import { expectMedia, goLive, launchBrowser, visitor } from "../support/browser.ts";
import { findCaddy, NEEDS_CADDY, startCaddy } from "../support/caddy.ts";
import { freePort } from "../support/reverse_proxy.ts";
import { startServer } from "../support/server_process.ts";

const caddy = await findCaddy();

Deno.test({
  name: `behind Caddy: broadcast and watch${caddy === undefined ? ` (${NEEDS_CADDY})` : ""}`,
  ignore: caddy === undefined,
  async fn() {
    await using things = new AsyncDisposableStack();
    const port = await freePort();
    const PUBLIC_URL = `https://127.0.0.1:${port}`;
    const server = things.use(await startServer({ PUBLIC_URL, TRUST_PROXY: "1" }));
    const proxy = things.use(await startCaddy(caddy ?? "", port, server.origin));
    const browser = await launchBrowser();
    things.defer(() => browser.close());
    const newPage = async (camera: boolean) => await (await visitor(browser, { camera })).newPage();

    const broadcaster = await newPage(true);
    await goLive(broadcaster, `${proxy.origin}/broadcast`);
    const viewer = await newPage(false);
    await viewer.goto(`${proxy.origin}/watch`);
    await expectMedia(viewer);
  },
});
