/** The studio, in every state. */
import { AUDIENCE } from "@/i18n/audience.ts";
import { CHECK } from "@/i18n/check.ts";
import { LOCALES } from "@/i18n/language.ts";
import { QUALITY } from "@/i18n/quality.ts";
import { RECORDING } from "@/i18n/recording.ts";
import { SOURCES } from "@/i18n/sources.ts";
import { blockPaths, breakWebRtc } from "../support/broken_webrtc.ts";
import { spoil } from "../support/devices.ts";
import { recorded } from "../support/recorded.ts";
import { giveScreen, giveWindow } from "../support/screen.ts";
import { spoilStorage } from "../support/storage.ts";
import { after, type Scene } from "./scenery.ts";
import { LONG_TITLE } from "./titles.ts";

/** A studio whose devices are so, once its main button was pressed. */
function lacking(name: string, answers: Parameters<typeof spoil>[1]): Scene {
  return {
    name,
    async open(set) {
      const visitor = await set.site.visitor({ camera: true, locale: LOCALES[set.language] });
      await spoil(visitor, answers);
      const page = await visitor.newPage();
      await page.goto(`${set.site.origin}/broadcast/harbour`);
      await set.press(page);
      await page.getByRole("alert").filter({ hasText: /./ }).waitFor();
      return page;
    },
  };
}

const LIVE: Scene = {
  name: "studio-live",
  async open(set) {
    const page = await set.live("harbour");
    await set.watching("harbour");
    return page;
  },
};

/** Two seconds were recorded. */
const RECORDED = after(LIVE, "studio-recorded", async (set, page) => {
  const { title, start, stop, save } = RECORDING[set.language];
  await page.locator("summary", { hasText: title }).first().click();
  await page.getByRole("button", { name: start, exact: true }).click();
  await recorded(page, 2);
  await page.getByRole("button", { name: stop, exact: true }).click();
  await page.getByRole("button", { name: save, exact: true }).waitFor();
  return page;
});

const OPEN: Scene = {
  name: "studio-open",
  async open(set) {
    const page = await set.live("harbour");
    const check = CHECK[set.language];
    await page.getByRole("button", { name: set.studio.mute.microphone, exact: true }).click();
    for (const summary of await page.locator(".studio summary").all()) await summary.click();
    await page.getByRole("button", { name: check.run, exact: true }).click();
    await page.getByText(check.ready, { exact: true }).waitFor();
    await page.locator(".qr").waitFor();
    return page;
  },
};

/** Somebody else wants to broadcast the same stream. */
const TAKEN = after(OPEN, "studio-taken", async (set) => {
  const page = await set.press(await set.page("/broadcast/harbour", { camera: true }));
  await page.getByRole("alert").filter({ hasText: /./ }).waitFor();
  return page;
});

export const STUDIO_SCENES: readonly Scene[] = [
  {
    name: "studio-alone",
    env: { PUBLIC_URL: "" },
    open: (set) => set.page("/broadcast/harbour"),
  },
  {
    name: "studio-refused",
    async open(set) {
      const page = await set.press(await set.page("/broadcast/harbour"));
      await page.getByRole("alert").filter({ hasText: /./ }).waitFor();
      return page;
    },
  },
  {
    name: "studio-asking",
    async open(set) {
      const visitor = await set.site.visitor({ camera: true, locale: LOCALES[set.language] });
      await spoil(visitor, { camera: "unanswered" });
      const page = await visitor.newPage();
      await page.goto(`${set.site.origin}/broadcast/harbour`);
      await set.press(page);
      await page.getByText(set.studio.unanswered.title, { exact: true }).waitFor();
      return page;
    },
  },
  lacking("studio-no-camera", { camera: "missing" }),
  lacking("studio-microphone-busy", { microphone: "busy" }),
  lacking("studio-dismissed", { camera: "dismissed", microphone: "dismissed" }),
  lacking("studio-neither", { camera: "missing", microphone: "refused" }),
  {
    name: "studio-key",
    async open(set) {
      const visitor = await set.site.visitor({ camera: true, locale: LOCALES[set.language] });
      await spoilStorage(visitor, "blocked");
      const page = await visitor.newPage();
      await page.goto(`${set.site.origin}/broadcast/harbour`);
      await set.press(page);
      await page.getByText(set.studio.unkeptKey.heading, { exact: true }).waitFor();
      return page;
    },
  },
  {
    name: "studio-screen-blocked",
    async open(set) {
      const page = await set.live("harbour");
      await page.evaluate(() => {
        navigator.mediaDevices.getDisplayMedia = () =>
          Promise.reject(new DOMException("Permission denied by system", "NotAllowedError"));
      });
      const { shareScreen } = SOURCES[set.language];
      await page.getByRole("button", { name: shareScreen, exact: true }).click();
      await page.locator(".studio-bar .notice strong").waitFor();
      return page;
    },
  },
  LIVE,
  RECORDED,
  after(RECORDED, "studio-ended", async (set, page) => {
    await page.getByRole("button", { name: set.studio.buttons.stop, exact: true }).click();
    await page.getByRole("button", { name: set.studio.ended.save, exact: true }).waitFor();
    return page;
  }),
  OPEN,
  TAKEN,
  {
    name: "studio-no-webrtc",
    async open(set) {
      const visitor = await set.site.visitor({ camera: true, locale: LOCALES[set.language] });
      const page = await visitor.newPage();
      await breakWebRtc(page, "missing");
      await page.goto(`${set.site.origin}/broadcast/harbour`);
      await page.getByRole("alert").filter({ hasText: /./ }).waitFor();
      return page;
    },
  },
  {
    name: "studio-isolated",
    async open(set) {
      const visitor = await set.site.visitor({ camera: true, locale: LOCALES[set.language] });
      const page = await visitor.newPage();
      await blockPaths(page);
      await page.goto(`${set.site.origin}/broadcast/harbour`);
      await set.press(page);
      for (let viewer = 0; viewer < 2; viewer++) await set.page("/watch/harbour");
      await page.getByText(set.studio.isolated.title, { exact: true }).waitFor();
      return page;
    },
  },
  {
    name: "studio-black",
    async open(set) {
      const visitor = await set.site.visitor({ camera: true, locale: LOCALES[set.language] });
      await giveWindow(visitor, "#000000");
      const page = await visitor.newPage();
      await page.goto(`${set.site.origin}/broadcast/harbour`);
      const { shareScreen } = SOURCES[set.language];
      await page.getByRole("button", { name: shareScreen, exact: true }).click();
      await page.getByText(set.studio.previewing.detail, { exact: true }).waitFor();
      await set.press(page);
      await page.getByText(set.studio.dark.black.screen, { exact: true }).waitFor();
      return page;
    },
  },
  {
    name: "studio-preview",
    async open(set) {
      const page = await set.page("/broadcast/harbour", { camera: true });
      const { preview } = SOURCES[set.language];
      await page.getByRole("button", { name: preview, exact: true }).click();
      await page.getByText(set.studio.previewing.detail, { exact: true }).waitFor();
      await page.locator("#source-camera option").nth(1).waitFor({ state: "attached" });
      return page;
    },
  },
  {
    name: "studio-sharing",
    async open(set) {
      const visitor = await set.site.visitor({ camera: true, locale: LOCALES[set.language] });
      await giveScreen(visitor);
      const page = await visitor.newPage();
      await page.goto(`${set.site.origin}/broadcast/harbour`);
      await set.press(page);
      const { shareScreen, stopScreen, title } = SOURCES[set.language];
      await page.getByRole("button", { name: shareScreen, exact: true }).click();
      await page.getByRole("button", { name: stopScreen, exact: true }).waitFor();
      await page.getByText(title, { exact: true }).click();
      return page;
    },
  },
  {
    name: "studio-full",
    async open(set) {
      const page = await set.page("/broadcast/harbour", { camera: true });
      const { title, byHand, most } = QUALITY[set.language];
      await page.locator("summary", { hasText: title }).click();
      await page.getByRole("radio", { name: byHand, exact: true }).check();
      await page.getByLabel(most).fill("1");
      await set.press(page);
      await set.watching("harbour");
      await set.says(await set.page("/watch/harbour"), "queued");
      await page.locator("summary", { hasText: AUDIENCE[set.language].title }).click();
      await page.locator(".viewer dl").waitFor();
      return page;
    },
  },
  {
    name: "studio-muted",
    async open(set) {
      const page = await set.titled("厨房-和-客厅", LONG_TITLE);
      const { microphone, camera, show } = set.studio.mute;
      for (const name of [microphone, camera]) {
        await page.getByRole("button", { name, exact: true }).click();
      }
      await page.getByRole("button", { name: show, exact: true }).waitFor();
      return page;
    },
  },
  {
    name: "studio-insecure",
    env: { PUBLIC_URL: "" },
    async open(set) {
      const visitor = await set.site.visitor({ locale: LOCALES[set.language] });
      await visitor.addInitScript(() =>
        Object.defineProperty(globalThis, "isSecureContext", { value: false })
      );
      const page = await visitor.newPage();
      await page.goto(`${set.site.origin}/broadcast/harbour`);
      await page.locator(".insecure").waitFor();
      return page;
    },
  },
];
