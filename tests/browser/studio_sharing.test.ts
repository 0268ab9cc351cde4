/** Sharing a stream: its title, its link, its QR code, its embed code. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import readQr from "qr/decode.js";
import { SHARING } from "@/i18n/sharing.ts";
import { goLive, mainButton } from "../support/browser.ts";
import { openTestSite, type TestSite } from "../support/test_site.ts";
import {
  addNamespace,
  canMakeNetworks,
  ip,
  launchBrowserWithin,
  NEEDS_NETWORKS,
  newNetworkId,
  within,
} from "../support/namespaces.ts";
import { freePort } from "../support/reverse_proxy.ts";
import { startServer } from "../support/server_process.ts";

const copied = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

/** A server whose public URL is the address that the tests use. */
async function openPublicSite(): Promise<TestSite> {
  const port = await freePort();
  return await openTestSite({ env: { PORT: `${port}`, PUBLIC_URL: `http://127.0.0.1:${port}` } });
}

/** A page that may read and write the clipboard. */
async function withClipboard(site: TestSite): Promise<Page> {
  const visitor = await site.visitor({ camera: true });
  await visitor.grantPermissions(["camera", "microphone", "clipboard-read", "clipboard-write"]);
  return await visitor.newPage();
}

Deno.test("present and new viewers see the typed title, and it is stored", async () => {
  await using site = await openTestSite();
  const { broadcaster, viewer } = await site.onAir("harbour");
  const field = broadcaster.getByLabel("Title");
  const heading = (page: Page, title: string) =>
    page.getByRole("heading", { level: 1, name: `${title} harbour`, exact: true }).waitFor();
  await field.fill("  Boats   coming in ");
  await field.press("Enter");
  await heading(viewer, "Boats   coming in");

  await field.fill("晚潮");
  await field.blur();
  await heading(viewer, "晚潮");

  // Other changes on the page do not affect the text that is being typed.
  await field.fill("Half a tit");
  const late = await site.viewer();
  await late.goto(`${site.origin}/watch/harbour`);
  await heading(late, "晚潮");
  await broadcaster.getByText("2 watching").waitFor();
  assert.equal(await field.inputValue(), "Half a tit");

  await field.fill("Night");
  await field.press("Enter");
  await heading(late, "Night");
  await broadcaster.reload();
  await mainButton(broadcaster, "stop").waitFor();
  assert.equal(await field.inputValue(), "Night");
  const later = await site.viewer();
  await later.goto(`${site.origin}/watch/harbour`);
  await heading(later, "Night");

  await field.fill("");
  await field.press("Enter");
  await viewer.getByRole("heading", { level: 1, name: "harbour", exact: true }).waitFor();
});

Deno.test("a title that is typed before the broadcast is there from its beginning", async () => {
  await using site = await openTestSite();
  const broadcaster = await site.broadcaster();
  await broadcaster.goto(`${site.origin}/broadcast/harbour`);
  await broadcaster.getByLabel("Title").fill("Boats");
  // Moving the focus from the field to the button commits the title.
  await mainButton(broadcaster, "start").click();
  await mainButton(broadcaster, "stop").waitFor();
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/watch/harbour`);
  await viewer.getByRole("heading", { level: 1, name: "Boats harbour", exact: true }).waitFor();
});

Deno.test("the QR code decodes to the link to watch, in light and dark, and its script is loaded when it is opened", async () => {
  await using site = await openPublicSite();
  const page = await site.broadcaster();
  const scripts: string[] = [];
  page.on("request", (request) => scripts.push(new URL(request.url()).pathname));
  const loaded = () => scripts.some((path) => path.includes("QrCode"));
  await page.goto(`${site.origin}/broadcast/${encodeURIComponent("厨房")}`, {
    waitUntil: "networkidle",
  });
  assert.equal(loaded(), false);
  await page.getByText("QR code", { exact: true }).click();
  const link = `${site.origin}/watch/${encodeURIComponent("厨房")}`;
  const code = page.getByRole("img", { name: `QR code of ${site.origin}/watch/厨房` });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await code.waitFor();
    assert.equal(readQr(await pixels(page, await code.screenshot())), link);
  }
  assert.equal(loaded(), true);
});

/** The pixels of a PNG. */
async function pixels(page: Page, png: Uint8Array) {
  const { width, height, data } = await page.evaluate(async (bytes) => {
    const bitmap = await createImageBitmap(new Blob([new Uint8Array(bytes)]));
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext("2d");
    context?.drawImage(bitmap, 0, 0);
    return { width, height, data: [...context?.getImageData(0, 0, width, height).data ?? []] };
  }, [...png]);
  return { width, height, data: Uint8ClampedArray.from(data) };
}

Deno.test("Copy link copies it, and says so; without a clipboard it selects it", async () => {
  await using site = await openPublicSite();
  const page = await withClipboard(site);
  await page.goto(`${site.origin}/broadcast/harbour`);
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.getByText("Copied.").waitFor();
  assert.equal(await copied(page), `${site.origin}/watch/harbour`);

  await page.evaluate(() => Object.defineProperty(navigator, "clipboard", { value: undefined }));
  await page.getByRole("button", { name: "Copy link" }).click();
  await page.getByText(SHARING.en.byHand).waitFor();
  const selected = await page.evaluate(() => {
    const field = document.activeElement;
    if (!(field instanceof HTMLTextAreaElement)) return null;
    return field.value.slice(field.selectionStart ?? 0, field.selectionEnd ?? 0);
  });
  assert.equal(selected, `${site.origin}/watch/harbour`);
});

Deno.test("if the system can share, it gets the title and the link; otherwise there is no such button", async () => {
  await using site = await openPublicSite();
  const page = await withClipboard(site);
  const button = page.getByRole("button", { name: "Share…" });
  await page.addInitScript(() => {
    if (location.search !== "?share") return Object.assign(navigator, { share: undefined });
    const shared: unknown[] = [];
    const share = (data: unknown) => {
      shared.push(data);
      const name = ["AbortError", "NotAllowedError"][shared.length - 2];
      return name === undefined
        ? Promise.resolve()
        : Promise.reject(new DOMException("refused", name));
    };
    Object.assign(navigator, { share });
    Object.assign(globalThis, { testShared: shared });
  });
  await page.goto(`${site.origin}/broadcast/harbour`, { waitUntil: "networkidle" });
  assert.equal(await button.count(), 0);

  const errors: string[] = [];
  page.on("pageerror", ({ message }) => errors.push(message));
  await page.goto(`${site.origin}/broadcast/harbour?share`);
  await page.getByLabel("Title").fill("Boats");
  await button.click();
  const shared = () => page.evaluate(() => Reflect.get(globalThis, "testShared"));
  const url = `${site.origin}/watch/harbour`;
  assert.deepEqual(await shared(), [{ title: "Boats", url }]);

  await button.click(); // the user cancels
  assert.equal((await shared()).length, 2);
  assert.equal(await page.getByText("Copied.").count(), 0);
  await button.click(); // no app can take it
  await page.getByText("Copied.").waitFor();
  assert.equal(await copied(page), url);
  assert.deepEqual(errors, []);
});

Deno.test("the embed code plays in a page of another site", async () => {
  await using site = await openPublicSite();
  const broadcaster = await withClipboard(site);
  await goLive(broadcaster, `${site.origin}/broadcast/harbour`);
  await broadcaster.getByText("Embed code", { exact: true }).click();
  await broadcaster.getByRole("button", { name: "Copy code" }).click();
  await broadcaster.getByText("Copied.").waitFor();
  const code = await copied(broadcaster);
  await using server = Deno.serve(
    { port: 0, hostname: "127.0.0.1", onListen() {} },
    () =>
      new Response(`<!doctype html><title>Elsewhere</title>${code}`, {
        headers: { "content-type": "text/html" },
      }),
  );
  const page = await site.viewer();
  await page.goto(`http://localhost:${server.addr.port}/`);
  const frames = await page.frameLocator("iframe").locator("video").evaluate(async (video) => {
    if (!(video instanceof HTMLVideoElement)) return 0;
    let frames = 0;
    while (frames < 10) {
      await new Promise((resolve) => video.requestVideoFrameCallback(resolve));
      frames++;
    }
    return frames;
  });
  assert.equal(frames, 10);
  assert.match(await page.locator("iframe").getAttribute("src") ?? "", /\/embed\/harbour$/);
});

Deno.test({
  name:
    `opened at localhost, the link, the QR code and the embed code have an address for others; several to choose from; ${NEEDS_NETWORKS}`,
  ignore: !await canMakeNetworks(),
  async fn() {
    await using things = new AsyncDisposableStack();
    const machine = newNetworkId();
    await addNamespace(machine, things);
    const link = async (name: string, address: string) => {
      const other = `to-${name}`;
      await ip("-n", machine, "link", "add", name, "type", "veth", "peer", "name", other);
      await ip("-n", machine, "link", "set", "dev", other, "up");
      await ip("-n", machine, "addr", "add", address, "dev", name);
      await ip("-n", machine, "link", "set", "dev", name, "up");
    };
    await link("docker0", "172.17.0.1/16");
    await link("wlan0", "198.51.100.7/24");
    await link("eth0", "192.0.2.7/24");
    const server = things.use(await startServer({ HOST: "0.0.0.0" }, within(machine)));
    const { port } = new URL(server.origin);
    const browser = await launchBrowserWithin(machine, [], things);
    things.defer(() => browser.close());
    const page = await browser.newPage();
    await page.goto(`http://localhost:${port}/broadcast/harbour`);
    const field = page.getByLabel("Link for viewers");
    const expected = `http://192.0.2.7:${port}/watch/harbour`;
    assert.equal(await field.inputValue(), expected);
    await page.getByText("QR code", { exact: true }).click();
    await page.getByRole("img", { name: `QR code of ${expected}` }).waitFor();

    const addresses = page.getByLabel("Address", { exact: true });
    assert.deepEqual(await addresses.locator("option").allInnerTexts(), [
      `192.0.2.7:${port}`,
      `198.51.100.7:${port}`,
    ]);
    await addresses.selectOption(`198.51.100.7:${port}`);
    const chosen = `http://198.51.100.7:${port}/watch/harbour`;
    assert.equal(await field.inputValue(), chosen);
    await page.getByRole("img", { name: `QR code of ${chosen}` }).waitFor();
    await page.getByText("Embed code", { exact: true }).click();
    const code = await page.getByLabel("HTML for your page").inputValue();
    assert.match(code, /src="http:\/\/198\.51\.100\.7:\d+\/embed\/harbour"/);
    assert.match(server.output(), /192\.0\.2\.7[^]*198\.51\.100\.7/);
    assert.doesNotMatch(server.output(), /172\.17\./);
    // If the page is open at an address that others can use, the link has that address.
    await page.goto(`http://198.51.100.7:${port}/broadcast/harbour`);
    assert.equal(await field.inputValue(), chosen);
    assert.equal(await addresses.count(), 0);
  },
});

Deno.test("a server that only this machine reaches says so, and shows no code to point a phone at", async () => {
  await using site = await openTestSite();
  const page = await site.viewer();
  await page.goto(`${site.origin}/broadcast/harbour`, { waitUntil: "networkidle" });
  await page.getByText("Only this device can open the link. To let others watch")
    .waitFor();
  const link = await page.getByLabel("Link for this device").inputValue();
  assert.equal(link, `${site.origin}/watch/harbour`);
  for (const way of ["QR code", "Embed code", "Share…"]) {
    assert.equal(await page.getByText(way, { exact: true }).count(), 0, way);
  }
});
