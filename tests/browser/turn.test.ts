/** Links through a real TURN server (coturn), on one machine. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { AUDIENCE } from "@/i18n/audience.ts";
import { CHECK } from "@/i18n/check.ts";
import { CONTROLS } from "@/i18n/controls.ts";
import { turnServer } from "@/signaling/server/access/turn_credentials.ts";
import type { IceServer } from "@/signaling/protocol/ice_servers.ts";
import { expectMedia, goLive, mainButton, openConnections } from "../support/browser.ts";
import { hasCoturn, NEEDS_COTURN, startCoturn, TURN_SECRET } from "../support/coturn.ts";
import { openTestSite } from "../support/test_site.ts";
import { allocate, candidatesIn, selectedPaths } from "../support/paths.ts";
import { controls } from "../support/player.ts";
import { socketFrames } from "../support/socket_frames.ts";
import { broadcasterLog, viewerLog } from "../support/signaling_log.ts";
import { lasts } from "../support/lasts.ts";

const coturns = await hasCoturn();

function test(name: string, fn: () => Promise<void>): void {
  const suffix = coturns ? "" : ` (${NEEDS_COTURN})`;
  Deno.test({ name: `TURN: ${name}${suffix}`, ignore: !coturns, fn });
}

/** A server with its own coturn. */
async function openWithTurn(env: Record<string, string> = {}) {
  await using things = new AsyncDisposableStack();
  const coturn = things.use(await startCoturn({ args: ["--allow-loopback-peers"] }));
  const site = things.use(
    await openTestSite({ env: { TURN_URLS: `turn:${coturn.host}`, TURN_SECRET, ...env } }),
  );
  const owned = things.move();
  return { site, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** Fails unless every link of the page goes through its own TURN server. */
async function assertRelayed(page: Page): Promise<void> {
  const paths = await selectedPaths(page);
  assert.ok(paths.length > 0, "there is a link");
  assert.ok(paths.every(({ local }) => local === "relay"), JSON.stringify(paths));
}

/** Fails unless all candidates in these messages are relayed, and none reveals a peer's own address. */
function assertNoAddresses(texts: readonly string[]): void {
  const candidates = texts.flatMap(candidatesIn);
  assert.ok(candidates.length > 0, "a TURN server was told");
  for (const candidate of candidates) assert.match(candidate, / typ relay raddr 0\.0\.0\.0 /);
  // Only the TURN server's address, or none.
  for (const text of texts) assert.doesNotMatch(text, /c=IN IP\d (?!0\.0\.0\.0|127\.0\.0\.1)/);
}

test("with ICE_TRANSPORT_POLICY=relay all media goes through it, and no peer's address is revealed", async () => {
  await using relayed = await openWithTurn({ ICE_TRANSPORT_POLICY: "relay" });
  const { site } = relayed;
  const broadcaster = await site.broadcaster();
  const viewer = await site.viewer();
  const frames = [broadcaster, viewer].map(socketFrames);
  await goLive(broadcaster, `${site.origin}/broadcast`);
  await viewer.goto(`${site.origin}/watch`);
  await expectMedia(viewer);
  for (const page of [broadcaster, viewer]) await assertRelayed(page);

  // The descriptions and candidates that passed through the server, in both directions.
  for (const { sent, received } of frames) assertNoAddresses([...sent, ...received]);

  await broadcaster.locator("summary", { hasText: "Viewers" }).click();
  await broadcaster.getByText(AUDIENCE.en.throughTurn("1")).waitFor();
});

test("a direct path is used if there is one, unless the viewer hides its address", async () => {
  await using relayed = await openWithTurn();
  const { site } = relayed;
  const { broadcaster, viewer } = await site.onAir();
  assert.ok((await selectedPaths(viewer)).every(({ local }) => local !== "relay"));
  const panel = await (await controls(viewer)).settings();
  await panel.getByLabel(CONTROLS.en.relayOnly.name).check();
  await viewer.waitForFunction(() =>
    Reflect.get(globalThis, "testConnections").at(-1).connectionState === "connected" &&
    Reflect.get(globalThis, "testConnections").at(-1).getConfiguration().iceTransportPolicy ===
      "relay"
  );
  await expectMedia(viewer);
  await assertRelayed(viewer);
  assert.equal(await openConnections(broadcaster), 1, "the old link is gone");

  // The choice is stored: the next page reveals only its TURN server's address, from its first message.
  const { sent } = socketFrames(viewer);
  await viewer.reload();
  await expectMedia(viewer);
  await assertRelayed(viewer);
  assertNoAddresses(sent);
});

test("a broadcaster that hides its address reveals only its TURN server's", async () => {
  await using relayed = await openWithTurn();
  const { site } = relayed;
  const broadcaster = await site.broadcaster();
  const { sent } = socketFrames(broadcaster);
  await broadcaster.goto(`${site.origin}/broadcast`);
  await broadcaster.locator("summary", { hasText: "Connection" }).click();
  await broadcaster.getByLabel(CHECK.en.relayOnly.name).check();
  await mainButton(broadcaster, "start").click();
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch`);
  await expectMedia(viewer);
  await assertRelayed(broadcaster);
  assertNoAddresses(sent);
});

/** When its credentials end, in milliseconds since 1970. */
function expiry({ username }: IceServer): number {
  return Number(username?.split(":")[0]) * 1_000;
}

test("credentials end and are renewed, and the picture plays on, on the same link", async () => {
  await using relayed = await openWithTurn({ ICE_TRANSPORT_POLICY: "relay", TURN_LIFETIME: "20" });
  const { site } = relayed;
  const broadcaster = await site.broadcaster();
  const viewer = await site.viewer();
  const logs = { broadcaster: broadcasterLog(broadcaster), viewer: viewerLog(viewer) };
  await goLive(broadcaster, `${site.origin}/broadcast`);
  await viewer.goto(`${site.origin}/watch`);
  await expectMedia(viewer);
  const made = () => viewer.evaluate(() => Reflect.get(globalThis, "testConnections").length);
  const links = await made();
  const negotiations = logs.viewer.of("answer").length;

  const [first] = logs.viewer.of("ice-servers");
  const [login] = first.message.servers;
  await lasts(expiry(login) + 2_000 - Date.now());
  for (const received of [logs.broadcaster.of("ice-servers"), logs.viewer.of("ice-servers")]) {
    assert.ok(received.length >= 2, `${received.length} times`);
    for (const [i, { message }] of received.slice(0, -1).entries()) {
      assert.ok(received[i + 1].at < expiry(message.servers[0]), "renewed before they ended");
    }
  }
  await expectMedia(viewer);
  assert.equal(await made(), links, "no other link");
  assert.equal(logs.viewer.of("answer").length, negotiations, "nor another round of ICE");

  // The server's newest credentials work for a new viewer.
  const other = await site.viewer();
  await other.goto(`${site.origin}/watch`);
  await expectMedia(other);
});

test("coturn accepts a peer's own credentials until they expire, and no others", async () => {
  await using coturn = await startCoturn({ args: ["--allow-loopback-peers"] });
  await using site = await openTestSite();
  const page = await site.viewer();
  await page.goto(site.origin);
  const turn = { urls: [`turn:${coturn.host}`], secret: TURN_SECRET, lifetime: 60_000 };
  const now = Date.now();
  const own = turnServer(turn, "own", now);
  const refused = { isRelayed: false, errors: [401] };
  assert.deepEqual(await allocate(page, own), { isRelayed: true, errors: [] });
  const wrongSecret = turnServer({ ...turn, secret: "another-secret" }, "own", now);
  assert.deepEqual(await allocate(page, wrongSecret), refused, "another secret");
  const expired = turnServer(turn, "own", now - 120_000);
  assert.deepEqual(await allocate(page, expired), refused, "expired");
  const longer = { ...own, username: `${Math.floor(now / 1_000) + 86_400}:own` };
  assert.deepEqual(await allocate(page, longer), refused, "made to last longer");
  const others = { ...own, username: own.username?.replace("own", "other") };
  assert.deepEqual(await allocate(page, others), refused, "another peer's");
});
