import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { launchBrowser } from "../support/browser.ts";
import { handler, request } from "./support.ts";

Deno.test("islands start in a browser under a strict policy and share a signal", async () => {
  await visit("/", async (page) => {
    const button = page.getByRole("button");
    const fromServer = await button.elementHandle();
    const html = await (await request("/")).text();
    const styles = /data-styles="([^"]+)"/.exec(html)?.[1];
    // Islands start after the page has loaded, and a click before that is lost.
    await page.waitForFunction(() => {
      document.querySelector("button")?.click();
      return document.querySelector("output")?.textContent !== "3";
    });
    const text = await page.locator("main").textContent() ?? "";
    assert.match(text, /^Home(\d+) clicks\1moreafter$/);
    assert.equal(await button.getAttribute("title"), "</script><!-- -->");
    assert.ok(await fromServer?.evaluate((node) => node.isConnected), "the node was replaced");
    assert.equal(await page.locator("output").getAttribute("data-styles"), styles);
  });
});

Deno.test("Head in an island follows its changes in a browser", async () => {
  await visit("/titled", async (page) => {
    await page.waitForFunction(() => {
      document.querySelector("button")?.click();
      return document.title !== "Title 0";
    });
    const { title, description } = await page.evaluate(() => ({
      title: document.title,
      description: document.querySelector("meta[name=description]")?.getAttribute("content"),
    }));
    assert.equal(description, title.replace("Title", "description"));
  });
});

Deno.test("an island that is empty on the server starts at its place in a browser", async () => {
  await visit("/titled", async (page) => {
    await page.locator("i").waitFor();
    assert.equal(await page.locator("main").textContent(), "in the browserchangeafter");
  });
});

for (const path of ["/hosted", "/several"]) {
  Deno.test(`what an island of ${path} loads later shares its signals and contexts`, async () => {
    await visit(path, async (page) => {
      await page.getByText("a guest in the house").click();
      await page.getByText("the guest in the house").waitFor();
      assert.equal(await page.locator("output").textContent(), "2");
    });
  });
}

/** Opens a page of the fixture. Fails if the console has a message. */
async function visit(path: string, check: (page: Page) => Promise<void>): Promise<void> {
  await using server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen() {} }, handler);
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) problems.push(message.text());
    });
    const response = await page.goto(`http://127.0.0.1:${server.addr.port}${path}`);
    assert.match(response?.headers()["content-security-policy"] ?? "", /script-src 'self' 'nonce-/);
    await check(page);
    assert.deepEqual(problems, []);
  } finally {
    await browser.close();
  }
}
