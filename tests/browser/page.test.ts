/** What a browser loads for each page: weight, origins, policy, the basics. */
import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import type { Page } from "playwright-core";
import { CHECK_PAGE } from "@/i18n/check_page.ts";
import { HOME } from "@/i18n/home.ts";
import { PLAYER } from "@/i18n/player.ts";
import { STUDIO } from "@/i18n/studio.ts";
import { SIGNALING_PATH } from "@/signaling/protocol/endpoint.ts";
import { expectMedia, goLive } from "../support/browser.ts";
import { openTestSite, type TestSite } from "../support/test_site.ts";
import { startServer } from "../support/server_process.ts";

const PAGES = ["/", "/broadcast", "/watch", "/check", "/no-such-page"];

Deno.test("/watch requests four files before its first frame: itself, a script, and two style sheets", async () => {
  await using site = await openTestSite();
  // Browsers request the icon when they like, if at all. The early HTTP join is not a file.
  const names = (await requestsBeforeFirstFrame(site))
    .filter(({ pathname }) => pathname !== SIGNALING_PATH)
    .map(({ pathname }) => pathname.slice(pathname.lastIndexOf("/") + 1))
    .filter((name) => !name.startsWith("favicon."));
  assert.deepEqual(names.toSorted(), ["live", "start.js", "styles.css", "watch.css"]);
});

Deno.test("/watch is sent at most 30 kB of JavaScript, gzipped, before its first frame", async () => {
  await using site = await openTestSite();
  const sizes: Record<string, number> = {};
  for (const url of await requestsBeforeFirstFrame(site)) {
    if (!url.pathname.endsWith(".js")) continue;
    sizes[url.pathname] = gzipSync(await (await fetch(url)).bytes()).length;
  }
  const total = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  assert.ok(total > 1_000, "the scripts were seen");
  assert.ok(total <= 30_000, `${total} bytes: ${JSON.stringify(sizes)}`);
});

/** The URLs that a viewer's page requests before its first frame. */
async function requestsBeforeFirstFrame(site: TestSite): Promise<URL[]> {
  await goLive(await site.broadcaster(), `${site.origin}/broadcast/live`);
  const page = await site.viewer();
  await page.addInitScript(() => {
    // This event comes with the first frame, and before the controls are requested.
    const seen = () => Reflect.set(globalThis, "testFirstFrame", performance.now());
    addEventListener("loadeddata", seen, { capture: true, once: true });
  });
  await page.goto(`${site.origin}/watch/live`);
  await page.waitForFunction(() => Reflect.has(globalThis, "testFirstFrame"));
  const requested = await page.evaluate(() =>
    performance.getEntries().flatMap((entry) => {
      const isRequest = entry.entryType === "navigation" || entry.entryType === "resource";
      const isBefore = entry.startTime < Reflect.get(globalThis, "testFirstFrame");
      return isRequest && isBefore ? [entry.name] : [];
    })
  );
  return requested.map((url) => new URL(url));
}

Deno.test("the scripts of a page hold its own texts, and not those of the other pages", async () => {
  await using server = await startServer();
  const texts = {
    "/": HOME.en.nobodyHint,
    "/watch": PLAYER.en.states.waiting.detail,
    "/broadcast": STUDIO.en.ownership,
    "/check": CHECK_PAGE.en.callNotTried,
  };
  for (const path of Object.keys(texts)) {
    const { headers, body } = await fetch(server.origin + path);
    await body?.cancel();
    const urls = [...headers.get("link")?.matchAll(/<([^>]+)>/g) ?? []].map(([, url]) => url);
    const scripts = await Promise.all(
      urls.map(async (url) => await (await fetch(server.origin + url)).text()),
    );
    const code = scripts.join("\n");
    for (const [owner, text] of Object.entries(texts)) {
      assert.equal(code.includes(text), owner === path, `${path}: ${text}`);
    }
  }
});

Deno.test("no page requests anything from another host, violates its own policy, or logs an error", async () => {
  await using site = await openTestSite();
  const visitor = await site.visitor({ camera: true });
  for (const path of PAGES) {
    const page = await visitor.newPage();
    const foreign: string[] = [];
    const errors: string[] = [];
    page.on("request", (request) => {
      if (!/^(data|blob):/.test(request.url()) && new URL(request.url()).origin !== site.origin) {
        foreign.push(request.url());
      }
    });
    page.on("console", (message) => {
      const isMissingPage = path === "/no-such-page" && message.text().includes("404");
      if (message.type() === "error" && !isMissingPage) errors.push(message.text());
    });
    page.on("pageerror", (error) => errors.push(error.message));
    if (path === "/broadcast") await goLive(page, site.origin + path);
    else await page.goto(site.origin + path, { waitUntil: "networkidle" });
    assert.deepEqual({ path, foreign, errors }, { path, foreign: [], errors: [] });
  }
});

Deno.test("the policy allows no inline script but those with this response's nonce", async () => {
  await using site = await openTestSite();
  const nonces = new Set<string>();
  for (const path of [...PAGES, "/watch"]) {
    const response = await fetch(site.origin + path);
    const html = await response.text();
    const policy = response.headers.get("content-security-policy") ?? "";
    const scripts = /script-src ([^;]*)/.exec(policy)?.[1] ?? "";
    assert.doesNotMatch(policy, /unsafe-(inline|eval)|\*/, path);
    assert.doesNotMatch(html, /\s(on\w+|style)="/, path);
    if (response.status === 404) {
      assert.match(policy, /^default-src 'none';/);
      assert.doesNotMatch(html, /<(script|style)/);
      continue;
    }
    assert.match(policy, /default-src 'self'.*object-src 'none'.*base-uri 'self'/, path);
    const nonce = /^'self' 'nonce-([\w+/=-]{16,})'$/.exec(scripts)?.[1];
    assert.ok(nonce !== undefined, `${path}: ${scripts}`);
    assert.ok(!nonces.has(nonce), "a nonce is used once");
    nonces.add(nonce);
    for (const [tag] of html.matchAll(/<(script|style)\b[^>]*>/g)) {
      assert.ok(tag.includes(`nonce="${nonce}"`), tag);
    }
  }
});

Deno.test("every page has a title, a description, a language, an icon, a viewport and a social card", async () => {
  await using site = await openTestSite();
  const page = await site.viewer();
  const titles = new Set<string>();
  for (const path of PAGES) {
    await page.goto(site.origin + path);
    titles.add(await page.title());
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    for (
      const selector of [
        "meta[name=description][content]",
        "meta[name=viewport]",
        "link[rel=icon]",
        "link[rel=manifest]",
        "meta[property='og:title']",
        "meta[property='og:description']",
        "meta[property='og:image']",
      ]
    ) {
      assert.ok(await page.locator(selector).count() > 0, `${path}: ${selector}`);
    }
    await assertOnServer(page, site.origin, "link[rel=icon]", "href");
    await assertOnServer(page, site.origin, "meta[property='og:image']", "content");
    await assertOnServer(page, site.origin, "link[rel=manifest]", "href");
  }
  assert.equal(titles.size, PAGES.length, [...titles].join(", "));
});

async function assertOnServer(page: Page, origin: string, selector: string, attribute: string) {
  const value = await page.locator(selector).first().getAttribute(attribute);
  const response = await fetch(new URL(value ?? "", origin));
  assert.equal(response.status, 200, `${selector} ${value}`);
  assert.ok((await response.arrayBuffer()).byteLength > 100);
}

Deno.test("the home page lists the live streams with their number of viewers", async () => {
  await using site = await openTestSite();
  const visitor = await site.viewer();
  await visitor.goto(site.origin);
  await goLive(await site.broadcaster(), `${site.origin}/broadcast/直播`);
  const link = visitor.getByRole("link", { name: /直播/ });
  await link.waitFor();
  await link.click();
  await visitor.waitForURL(/\/watch\//);
  await visitor.getByText("You are watching").waitFor({ state: "attached" });
  const other = await site.viewer();
  await other.goto(site.origin);
  await other.getByText("1 watching").waitFor();
});

Deno.test("a page that waits at a name spelled differently from a live stream's links to that stream", async () => {
  await using site = await openTestSite();
  await site.onAir("harbour");
  const page = await site.viewer();
  await page.goto(`${site.origin}/watch/Harbour`);
  await page.getByText("Waiting for the broadcast to start").waitFor();
  await page.getByRole("link", { name: "Did you mean “harbour”?" }).click();
  await page.waitForURL(`${site.origin}/watch/harbour`);
  await expectMedia(page);
  await page.goto(`${site.origin}/watch/harbor`);
  await page.getByText("Waiting for the broadcast to start").waitFor();
  assert.equal(await page.getByText("Did you mean").count(), 0);
});
