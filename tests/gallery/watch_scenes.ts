/** The player, in every state. */
import type { Page } from "playwright-core";
import { AUDIENCE } from "@/i18n/audience.ts";
import { CONTROLS } from "@/i18n/controls.ts";
import { LOCALES } from "@/i18n/language.ts";
import { PLAYER } from "@/i18n/player.ts";
import { QUALITY } from "@/i18n/quality.ts";
import { SIGNALING_PATH, SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";
import type { PictureState, SoundState } from "@/webrtc/states.ts";
import { blockPaths, breakWebRtc } from "../support/broken_webrtc.ts";
import { expectMedia } from "../support/browser.ts";
import { plugIn, pullOut } from "../support/devices.ts";
import { viewerLog } from "../support/signaling_log.ts";
import { LONG_TITLE, RTL_TITLE } from "./titles.ts";
import { after, type Scene, type Scenery } from "./scenery.ts";

const LIVE: Scene = {
  name: "watch-live",
  async open(set) {
    await set.live("harbour");
    return await set.watching("harbour");
  },
};

const SETTINGS = after(LIVE, "watch-settings", async (set, page) => {
  await press(set, page, "settings");
  return page;
});

const EMBED: Scene = {
  name: "embed-live",
  async open(set) {
    await set.live("harbour");
    const page = await set.page("/embed/harbour");
    await expectMedia(page);
    return page;
  },
};

const HIDDEN = after(EMBED, "watch-hidden", async (set, page) => {
  await page.goto(`${set.site.origin}/watch/harbour`);
  await expectMedia(page);
  await set.broadcasterOf("harbour").locator("body").press("v");
  return await saysOf(set, page, "hidden", "on");
});

export const WATCH_SCENES: readonly Scene[] = [
  {
    name: "watch-title-long",
    async open(set) {
      await set.titled("harbour", LONG_TITLE);
      return await set.watching("harbour");
    },
  },
  {
    name: "watch-title-rtl",
    async open(set) {
      await set.titled("harbour", RTL_TITLE);
      return await set.watching("harbour");
    },
  },
  LIVE,
  SETTINGS,
  after(SETTINGS, "watch-statistics", async (set, page) => {
    await press(set, page, "statistics");
    await page.locator(".player-stats .graph").first().waitFor();
    await expectMedia(page, 30);
    return page;
  }),
  {
    name: "watch-paused",
    async open(set) {
      const broadcaster = await set.live("harbour");
      const page = await set.watching("harbour");
      await broadcaster.close();
      return await set.says(page, "paused");
    },
  },
  {
    name: "watch-ended",
    async open(set) {
      const broadcaster = await set.live("harbour");
      const page = await set.watching("harbour");
      await broadcaster.getByRole("button", { name: set.studio.buttons.stop, exact: true }).click();
      return await set.says(page, "ended");
    },
  },
  {
    name: "watch-full",
    env: { MAX_VIEWERS: "1" },
    async open(set) {
      await set.live("harbour");
      await set.watching("harbour");
      return await set.says(await set.page("/watch/harbour"), "full");
    },
  },
  {
    name: "watch-reconnecting",
    async open(set) {
      const broadcaster = await set.live("harbour");
      const page = await set.watching("harbour");
      await set.site.server.end("SIGKILL");
      await broadcaster.close();
      return await set.says(page, "reconnecting");
    },
  },
  {
    name: "watch-alike",
    async open(set) {
      await set.live("harbour");
      return await set.says(await set.page("/watch/Harbour"), "waiting");
    },
  },
  {
    name: "watch-unreachable",
    async open(set) {
      const page = await set.says(await set.page("/watch/harbour"), "waiting");
      await set.site.server.end("SIGKILL");
      return await set.says(page, "unreachable");
    },
  },
  {
    name: "watch-replaced",
    async open(set) {
      const visitor = await set.site.visitor({ locale: LOCALES[set.language] });
      const page = await visitor.newPage();
      const log = viewerLog(page);
      await page.goto(`${set.site.origin}/watch/harbour`);
      await set.says(page, "waiting");
      const ticket = log.of("watching").at(-1)?.message.ticket ?? "";
      await takeOver(await visitor.newPage(), set.site.origin, ticket);
      return await set.says(page, "replaced");
    },
  },
  {
    name: "watch-queued",
    async open(set) {
      const studio = await set.page("/broadcast/harbour", { camera: true });
      const { title, byHand, most } = QUALITY[set.language];
      await studio.locator("summary", { hasText: title }).click();
      await studio.getByRole("radio", { name: byHand, exact: true }).check();
      await studio.getByLabel(most).fill("1");
      await set.press(studio);
      await set.watching("harbour");
      return await set.says(await set.page("/watch/harbour"), "queued");
    },
  },
  {
    name: "watch-removed",
    async open(set) {
      const studio = await set.live("harbour");
      const page = await set.watching("harbour");
      const { removeViewer } = AUDIENCE[set.language];
      await studio.locator("summary").filter({ hasText: AUDIENCE[set.language].title }).click();
      await studio.getByRole("button", { name: removeViewer("1"), exact: true }).click();
      return await set.says(page, "removed");
    },
  },
  EMBED,
  HIDDEN,
  {
    name: "watch-muted",
    async open(set) {
      const broadcaster = await set.live("harbour");
      const page = await set.watching("harbour");
      await broadcaster.locator("body").press("m");
      return await saysOf(set, page, "shown", "muted");
    },
  },
  {
    name: "watch-stuck",
    async open(set) {
      await set.live("harbour");
      const visitor = await set.site.visitor({ locale: LOCALES[set.language] });
      const page = await visitor.newPage();
      await blockPaths(page);
      await page.goto(`${set.site.origin}/watch/harbour`);
      return await set.says(page, "stuck");
    },
  },
  {
    name: "watch-no-webrtc",
    async open(set) {
      const visitor = await set.site.visitor({ locale: LOCALES[set.language] });
      const page = await visitor.newPage();
      await breakWebRtc(page, "throwing");
      await page.goto(`${set.site.origin}/watch/harbour`);
      return await set.says(page, "no-webrtc");
    },
  },
  missing("watch-sound-only", "camera", "none", "on"),
  missing("watch-picture-only", "microphone", "shown", "none"),
];

/** Presses a button of the player's bar. It may have gone: a pointer brings it back. */
async function press(set: Scenery, page: Page, name: "settings" | "statistics"): Promise<void> {
  await page.locator("video").hover({ position: { x: 100, y: 60 } });
  await page.getByRole("button", { name: CONTROLS[set.language][name], exact: true }).click();
}

/** Waits until the player says that so much of picture and sound is sent. */
async function saysOf(set: Scenery, page: Page, picture: PictureState, sound: SoundState) {
  const { media } = PLAYER[set.language];
  const words = picture === "shown" ? media.sound[sound] : media.picture[picture];
  await page.getByText(words, { exact: true }).waitFor({ state: "attached" });
  return page;
}

function missing(
  name: string,
  device: "camera" | "microphone",
  picture: PictureState,
  sound: SoundState,
): Scene {
  return {
    name,
    async open(set) {
      const locale = LOCALES[set.language];
      const visitor = await set.site.visitor({ camera: true, locale });
      await plugIn(visitor, device);
      const broadcaster = await visitor.newPage();
      await broadcaster.goto(`${set.site.origin}/broadcast/harbour`);
      await set.press(broadcaster);
      const page = await set.watching("harbour");
      await pullOut(broadcaster);
      return await saysOf(set, page, picture, sound);
    },
  };
}

/** Comes back with the ticket of another page. */
async function takeOver(page: Page, origin: string, ticket: string): Promise<void> {
  await page.goto(`${origin}/healthz`);
  await page.evaluate(
    ({ path, protocol, ticket }) => {
      const socket = new WebSocket(new URL(path, location.href.replace(/^http/, "ws")), protocol);
      const hello = { type: "resume", ticket, negotiation: 1_000, linked: true };
      socket.onopen = () => socket.send(JSON.stringify(hello));
    },
    { path: SIGNALING_PATH, protocol: SUBPROTOCOL, ticket },
  );
}
