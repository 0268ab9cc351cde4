/** The player in pages of other sites. `localhost` and `127.0.0.1` are two origins on one machine. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { goLive, received } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";

/** Opens a page of another site that embeds that address. */
async function frameOf(page: Page, src: string): Promise<AsyncDisposable> {
  const html =
    `<!doctype html><title>Elsewhere</title><iframe width="480" height="270" allow="autoplay; fullscreen; picture-in-picture" src="${src}"></iframe>`;
  const server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () => new Response(html, { headers: { "content-type": "text/html" } }),
  );
  await page.goto(`http://localhost:${server.addr.port}/`);
  return { [Symbol.asyncDispose]: () => server.shutdown() };
}

Deno.test("a page of another site shows the player, and it plays", async () => {
  await using site = await openTestSite();
  await goLive(await site.broadcaster(), `${site.origin}/broadcast/harbour`);
  const page = await site.viewer();
  await using _site = await frameOf(page, `${site.origin}/embed/harbour?muted`);
  const frame = page.frameLocator("iframe");
  const video = frame.locator("video");
  await frame.getByRole("button", { name: "Unmute" }).waitFor();
  const facts = await video.evaluate(async (video) => {
    if (!(video instanceof HTMLVideoElement)) return null;
    for (let frames = 0; frames < 10; frames++) {
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
    }
    const { muted, paused, clientWidth, clientHeight } = video;
    return { muted, paused, clientWidth, clientHeight };
  });
  assert.deepEqual(facts, { muted: true, paused: false, clientWidth: 480, clientHeight: 270 });
  assert.equal(await frame.getByRole("navigation").count(), 0, "the player alone");
  const stored = await frame.locator("body").evaluate(() => localStorage.getItem("tuila.player"));
  assert.equal(stored, null, "the page's choice is not stored as the visitor's");
});

Deno.test("?autoplay=0 sends nothing before a click; ?controls=0 shows none", async () => {
  await using site = await openTestSite();
  const broadcaster = await site.broadcaster();
  await goLive(broadcaster, `${site.origin}/broadcast/harbour`);
  const page = await site.viewer();
  await page.goto(`${site.origin}/embed/harbour?autoplay=0&controls=0`);
  const play = page.getByRole("button", { name: "Play" });
  await play.waitFor();
  assert.equal(await page.evaluate(() => Reflect.get(globalThis, "testConnections").length), 0);
  await broadcaster.getByText("0 watching").waitFor();

  await play.click();
  await broadcaster.getByText("1 watching").waitFor();
  await page.waitForFunction(() => (document.querySelector("video")?.currentTime ?? 0) > 1);
  assert.ok((await received(page)).framesDecoded > 0);
  assert.equal(await page.locator("media-control-bar").count(), 0);
  await page.getByText("Live", { exact: true }).waitFor();
});

Deno.test("no site may frame the other pages, and only the configured origins /embed", async () => {
  const policy = async (url: string) => {
    const response = await fetch(url);
    await response.body?.cancel();
    return /frame-ancestors ([^;]*)/.exec(response.headers.get("content-security-policy") ?? "")
      ?.[1];
  };
  {
    await using site = await openTestSite();
    for (const path of ["/", "/watch", "/broadcast", "/watch/embed", "/no-such-page"]) {
      assert.equal(await policy(site.origin + path), "'none'", path);
    }
    // `*` would match all network origins, but not files and apps.
    assert.equal(await policy(`${site.origin}/embed/harbour`), undefined);
    const page = await site.viewer();
    await using _site = await frameOf(page, `${site.origin}/watch/harbour`);
    await assertRefused(page);
  }
  {
    await using site = await openTestSite({ env: { EMBED_ORIGINS: "https://example.com" } });
    assert.equal(await policy(`${site.origin}/embed`), "https://example.com");
    const page = await site.viewer();
    await using _site = await frameOf(page, `${site.origin}/embed/harbour`);
    await assertRefused(page);
  }
  {
    await using site = await openTestSite({ env: { EMBED_ORIGINS: "none" } });
    assert.equal(await policy(`${site.origin}/embed`), "'none'");
  }
});

/** Fails unless the browser shows its error page instead of the framed one. */
async function assertRefused(page: Page): Promise<void> {
  await page.waitForFunction(() => document.readyState === "complete");
  const [, frame] = page.frames();
  assert.equal(frame?.url(), "chrome-error://chromewebdata/");
}
