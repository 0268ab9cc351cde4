/** Two homes behind NATs that allow no direct path, so that media needs a real TURN server (coturn). */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { AUDIENCE } from "@/i18n/audience.ts";
import { expectMedia, goLive, PATIENCE, visitor } from "../support/browser.ts";
import { hasCoturn, NEEDS_COTURN, startCoturn, TURN_SECRET } from "../support/coturn.ts";
import { measured } from "../support/measured.ts";
import { type Home, type NatNetwork, openNats, whyNoNats } from "../support/nat.ts";
import { selectedPaths } from "../support/paths.ts";
import { controls } from "../support/player.ts";
import { startServer } from "../support/server_process.ts";

const missing = await whyNoNats() ?? (await hasCoturn() ? null : NEEDS_COTURN);

function test(name: string, fn: () => Promise<void>): void {
  const suffix = missing === null ? "" : ` (${missing})`;
  Deno.test({ name: `TURN: ${name}${suffix}`, ignore: missing !== null, fn });
}

/** A server and a coturn at a public address, a live broadcaster at the first home, a viewer's page at the second. */
async function settle(network: NatNetwork, { turn = true } = {}) {
  await using things = new AsyncDisposableStack();
  const address = network.publicAddress;
  const coturn = things.use(
    await startCoturn({ address, port: 3478, within: network.command }),
  );
  const urls = [`turn:${coturn.host}?transport=udp`, `turn:${coturn.host}?transport=tcp`];
  const env: Record<string, string> = turn ? { TURN_URLS: urls.join(), TURN_SECRET } : {};
  const server = things.use(await startServer({ HOST: "0.0.0.0", ...env }, network.command));
  const origin = `http://${address}:${new URL(server.origin).port}`;
  const enter = async (home: Home, camera: boolean) => {
    // Instead of HTTPS, without which a browser refuses the camera to another machine's page.
    const browser = await network.launchBrowser(home, [
      `--unsafely-treat-insecure-origin-as-secure=${origin}`,
    ]);
    things.defer(() => browser.close());
    return await (await visitor(browser, { camera })).newPage();
  };
  const broadcaster = await enter("first", true);
  const viewer = await enter("second", false);
  await goLive(broadcaster, `${origin}/broadcast`);
  const owned = things.move();
  return { broadcaster, viewer, origin, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Opens the stream, and waits for its picture and sound. */
async function watch(page: Page, origin: string): Promise<number> {
  const start = Date.now();
  await page.goto(`${origin}/watch`);
  await expectMedia(page, 1);
  const first = Date.now() - start;
  await expectMedia(page);
  return first;
}

/** The path in the player's statistics. */
async function shownPath(viewer: Page): Promise<string> {
  const { named, settings } = await controls(viewer);
  await settings();
  await named("Statistics").click();
  const panel = viewer.getByRole("region", { name: "Statistics" });
  const row = panel.locator("div", { has: viewer.getByText("Path", { exact: true }) }).last();
  await row.getByText(/Relayed|Direct/).waitFor();
  return await row.locator("dd").innerText();
}

test("two homes that cannot reach each other play through the TURN server, and both pages say so", async () => {
  await using network = await openNats();
  await using people = await settle(network);
  const { broadcaster, viewer, origin } = people;
  const first = await watch(viewer, origin);
  measured("two NATs, UDP", { first });
  const path = (await selectedPaths(viewer)).at(-1);
  assert.ok(path?.local === "relay" || path?.remote === "relay", JSON.stringify(path));
  assert.match(await shownPath(viewer), /^Relayed, UDP$/);
  await broadcaster.locator("summary", { hasText: "Viewers" }).click();
  await broadcaster.getByText(AUDIENCE.en.throughTurn("1")).waitFor();
});

test("a home whose router blocks UDP plays over TCP", async () => {
  await using network = await openNats();
  await network.blockUdp("second");
  await using people = await settle(network);
  const { viewer, origin } = people;
  const first = await watch(viewer, origin);
  measured("two NATs, no UDP", { first });
  const path = (await selectedPaths(viewer)).at(-1);
  assert.deepEqual([path?.local, path?.relayProtocol], ["relay", "tcp"]);
  assert.match(await shownPath(viewer), /^Relayed, TCP$/);
});

test("without a TURN server these homes find no path, which proves that the networks block direct paths", async () => {
  await using network = await openNats();
  await using people = await settle(network, { turn: false });
  const { viewer, origin } = people;
  await viewer.goto(`${origin}/watch`);
  // Two links in a row fail, although each was answered and had its full time.
  await viewer.waitForFunction(
    () => Reflect.get(globalThis, "testConnections").length >= 3,
    undefined,
    { timeout: 2 * PATIENCE },
  );
  assert.deepEqual(await selectedPaths(viewer), []);
});
