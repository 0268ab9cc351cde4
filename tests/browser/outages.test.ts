/** A server that responds but fails or refuses: the pages and its log say which. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { expectMedia, goLive, launchBrowser, visitor } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";
import { findNginx, NEEDS_NGINX, startNginx } from "../support/nginx.ts";
import { freePort } from "../support/reverse_proxy.ts";
import { type ServerProcess, startServer } from "../support/server_process.ts";
import { canMount, fill, mountSmallDisk } from "../support/small_disk.ts";

const nginx = await findNginx();
const skipped = nginx === undefined ? ` (${NEEDS_NGINX})` : "";

interface Proxied extends AsyncDisposable {
  readonly origin: string;
  readonly server: ServerProcess;
  newPage(camera?: boolean): Promise<Page>;
}

/** A server behind nginx with these changes in the README's configuration. */
async function openProxied(changes: readonly (readonly [string, string])[]): Promise<Proxied> {
  await using things = new AsyncDisposableStack();
  const server = things.use(await startServer());
  const proxy = things.use(
    await startNginx(nginx ?? "", await freePort(), server.origin, changes),
  );
  const browser = await launchBrowser();
  things.defer(() => browser.close());
  const owned = things.move();
  return {
    origin: proxy.origin,
    server,
    newPage: async (camera = false) => await (await visitor(browser, { camera })).newPage(),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

const says = (page: Page, title: string) =>
  page.getByRole("alert").filter({ hasText: title }).waitFor();

/** Opens player, studio and check. Each must show its text. */
async function allSay(
  { origin, newPage }: Proxied,
  { title, fact }: { title: string; fact: string },
): Promise<Page> {
  const viewer = await newPage();
  await viewer.goto(`${origin}/watch/harbour`);
  await says(viewer, title);
  await viewer.getByRole("link", { name: "Check your connection" }).waitFor();
  const studio = await newPage(true);
  await studio.goto(`${origin}/broadcast/harbour`);
  await studio.getByRole("button", { name: "Go live" }).click();
  await says(studio, title);
  await studio.getByRole("link", { name: "Check your connection" }).waitFor();
  const check = await newPage();
  await check.goto(`${origin}/check`);
  await check.locator(".check-verdict").filter({ hasText: fact }).waitFor();
  return viewer;
}

Deno.test({
  name:
    `behind a proxy that asks for another host: pages and log say that it is refused; and when the server is down, that${skipped}`,
  ignore: nginx === undefined,
  async fn() {
    await using proxied = await openProxied([
      ["proxy_set_header Host $http_host;", ""],
      ["proxy_set_header X-Forwarded-Host $http_host;", ""],
      ["proxy_set_header X-Forwarded-Proto $scheme;", ""],
    ]);
    const { origin, server } = proxied;
    const viewer = await allSay(proxied, {
      title: "The server refuses this page",
      fact: "The server refuses pages from this address.",
    });
    const lines = server.output().split("\n").filter((line) => line.includes("was refused"));
    assert.ok(lines.length >= 1 && lines.length <= 5, server.output());
    const host = new URL(server.origin).host;
    for (const part of [origin, host, "PUBLIC_URL", "TRUST_PROXY", "ALLOWED_ORIGINS"]) {
      assert.ok(lines[0].includes(part), `${part} in ${lines[0]}`);
    }
    await server.end("SIGKILL");
    await says(viewer, "The server is not running");
    await server.startAgain();
    await says(viewer, "The server refuses this page");
  },
});

Deno.test({
  name: `the pages report a fault of the server as such${skipped}`,
  ignore: nginx === undefined,
  async fn() {
    await using proxied = await openProxied([
      ["location / {", "location = /api/signaling { return 500; }\n  location / {"],
    ]);
    await allSay(proxied, {
      title: "The server has a problem",
      fact: "The server has a problem.",
    });
  },
});

Deno.test("the pages say that a server is full, and join when there is room", async () => {
  await using site = await openTestSite({ env: { MAX_SOCKETS: "1" } });
  const first = await site.viewer();
  await first.goto(`${site.origin}/watch/harbour`);
  await first.getByText("Waiting for the broadcast to start").waitFor();
  const { origin } = site;
  const newPage = (camera = false) => camera ? site.broadcaster() : site.viewer();
  const viewer = await allSay(
    { origin, newPage, server: site.server, [Symbol.asyncDispose]: () => Promise.resolve() },
    { title: "This server is full", fact: "The server is full." },
  );
  await first.close();
  await viewer.getByText("Waiting for the broadcast to start").waitFor();
});

Deno.test({
  name:
    "a full disk disturbs neither who is live, nor who owned a name before, nor who claims a new one (skipped where nothing can be mounted)",
  ignore: !await canMount(),
  async fn() {
    await using things = new AsyncDisposableStack();
    const folder = `data/test/${crypto.randomUUID()}`;
    await mountSmallDisk(folder, things);
    const site = things.use(await openTestSite({ env: { STORE: `${folder}/tuila.sqlite` } }));
    const { broadcaster, viewer } = await site.onAir("harbour");
    const owner = await site.broadcaster();
    await goLive(owner, `${site.origin}/broadcast/kitchen`);
    await fill(folder);

    const stranger = await site.broadcaster();
    await stranger.goto(`${site.origin}/broadcast/garden`);
    await stranger.getByRole("button", { name: "Go live" }).click();
    await stranger.getByRole("button", { name: "End stream" }).waitFor();

    await expectMedia(viewer);
    await owner.getByRole("button", { name: "End stream" }).click();
    await owner.getByRole("button", { name: "Go live" }).click();
    await owner.getByRole("button", { name: "End stream" }).waitFor();
    await broadcaster.reload();
    await broadcaster.getByRole("button", { name: "End stream" }).waitFor();
    await expectMedia(viewer);

    await stranger.reload();
    await stranger.getByRole("button", { name: "End stream" }).waitFor();
  },
});
