/** Every page in every state that a person may meet it in, brought about as it really comes about. */
import type { Page } from "playwright-core";
import { CHECK } from "@/i18n/check.ts";
import { PLAYER } from "@/i18n/player.ts";
import { STUDIO } from "@/i18n/studio.ts";
import { type Language, LOCALES } from "@/i18n/language.ts";
import { SIGNALING_PATH, SUBPROTOCOL } from "@/signaling/protocol.ts";
import type { WatchState } from "@/webrtc/states.ts";
import { expectMedia } from "../support/browser.ts";
import { plugIn, pullOut } from "../support/devices.ts";
import type { House } from "../support/house.ts";
import { viewerLog } from "../support/signaling_log.ts";

export interface Scene {
  readonly name: string;
  /** What the server must be told. */
  readonly env?: Record<string, string>;
  /** Opens the page, in the state that the scene is named for. */
  open(set: Scenery): Promise<Page>;
}

/** Where a scene plays: a server and a browser of its own, and people who speak one language. */
export class Scenery {
  constructor(readonly house: House, readonly language: Language) {}

  async page(path: string, { camera = false } = {}): Promise<Page> {
    const visitor = await this.house.visitor({ camera, locale: LOCALES[this.language] });
    const page = await visitor.newPage();
    await page.goto(this.house.origin + path);
    return page;
  }

  get studio() {
    return STUDIO[this.language];
  }

  /** A studio whose main button was pressed. */
  async press(page: Page): Promise<Page> {
    await page.getByRole("button", { name: this.studio.buttons.start, exact: true }).click();
    return page;
  }

  async live(stream: string): Promise<Page> {
    const page = await this.press(await this.page(`/broadcast/${stream}`, { camera: true }));
    await page.getByRole("button", { name: this.studio.buttons.stop, exact: true }).waitFor();
    return page;
  }

  async says(page: Page, state: WatchState): Promise<Page> {
    const { detail } = PLAYER[this.language].states[state];
    await page.getByText(detail, { exact: true }).waitFor({ state: "attached" });
    return page;
  }

  async watching(stream: string): Promise<Page> {
    const page = await this.page(`/watch/${stream}`);
    await expectMedia(page);
    return page;
  }
}

export const SCENES: readonly Scene[] = [
  { name: "home-empty", open: (set) => set.page("/") },
  {
    name: "home-live",
    async open(set) {
      await set.live("harbour");
      await set.live("厨房");
      const page = await set.page("/");
      await page.getByRole("link", { name: /厨房/ }).waitFor();
      return page;
    },
  },
  { name: "not-found", open: (set) => set.page("/no-such-page") },
  {
    name: "check",
    env: { ICE_SERVERS: "stun:127.0.0.1:9" },
    async open(set) {
      const page = await set.page("/check");
      await page.locator(".check-report").waitFor();
      return page;
    },
  },
  { name: "studio-idle", open: (set) => set.page("/broadcast/harbour") },
  {
    name: "studio-refused",
    async open(set) {
      const page = await set.press(await set.page("/broadcast/harbour"));
      await page.getByRole("alert").filter({ hasText: /./ }).waitFor();
      return page;
    },
  },
  {
    name: "studio-live",
    async open(set) {
      const page = await set.live("harbour");
      await set.watching("harbour");
      return page;
    },
  },
  {
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
  },
  {
    name: "studio-taken",
    async open(set) {
      await set.live("harbour");
      const page = await set.press(await set.page("/broadcast/harbour", { camera: true }));
      await page.getByRole("alert").filter({ hasText: /./ }).waitFor();
      return page;
    },
  },
  {
    name: "watch-waiting",
    open: async (set) => set.says(await set.page("/watch/harbour"), "waiting"),
  },
  {
    name: "watch-live",
    async open(set) {
      await set.live("harbour");
      return await set.watching("harbour");
    },
  },
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
      await set.house.server.end("SIGKILL");
      await broadcaster.close();
      return await set.says(page, "reconnecting");
    },
  },
  {
    name: "watch-unreachable",
    async open(set) {
      const page = await set.says(await set.page("/watch/harbour"), "waiting");
      await set.house.server.end("SIGKILL");
      return await set.says(page, "unreachable");
    },
  },
  {
    name: "watch-replaced",
    async open(set) {
      const visitor = await set.house.visitor({ locale: LOCALES[set.language] });
      const page = await visitor.newPage();
      const log = viewerLog(page);
      await page.goto(`${set.house.origin}/watch/harbour`);
      await set.says(page, "waiting");
      const ticket = log.of("watching").at(-1)?.message.ticket ?? "";
      await takeOver(await visitor.newPage(), set.house.origin, ticket);
      return await set.says(page, "replaced");
    },
  },
  missing("watch-sound-only", "camera", "sound-only"),
  missing("watch-picture-only", "microphone", "picture-only"),
];

function missing(name: string, device: "camera" | "microphone", state: WatchState): Scene {
  return {
    name,
    async open(set) {
      const locale = LOCALES[set.language];
      const visitor = await set.house.visitor({ camera: true, locale });
      await plugIn(visitor, device);
      const broadcaster = await visitor.newPage();
      await broadcaster.goto(`${set.house.origin}/broadcast/harbour`);
      await set.press(broadcaster);
      const page = await set.watching("harbour");
      await pullOut(broadcaster);
      return await set.says(page, state);
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
