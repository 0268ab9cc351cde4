/** Every page in every state that a person may meet it in, brought about as it really comes about. */
import { QUIET_SCENES } from "./quiet_scenes.ts";
import { after, type Scene } from "./scenery.ts";
import { STUDIO_SCENES } from "./studio_scenes.ts";
import { LONG_TITLE, RTL_TITLE } from "./titles.ts";
import { WATCH_SCENES } from "./watch_scenes.ts";

const HOME_LIVE: Scene = {
  name: "home-live",
  async open(set) {
    await set.live("harbour");
    await set.titled("厨房", LONG_TITLE);
    await set.titled("port", RTL_TITLE);
    const page = await set.page("/");
    await page.getByRole("link", { name: /厨房/ }).waitFor();
    return page;
  },
};

export const SCENES: readonly Scene[] = [
  ...QUIET_SCENES,
  HOME_LIVE,
  after(HOME_LIVE, "watch-waiting-others", async (set, home) => {
    await home.goto(`${set.site.origin}/watch/kitchen`);
    await set.says(home, "waiting");
    await home.getByRole("link", { name: /厨房/ }).waitFor();
    return home;
  }),
  {
    name: "check",
    env: { ICE_SERVERS: "stun:127.0.0.1:9" },
    async open(set) {
      const page = await set.page("/check");
      await page.locator(".check-report").waitFor();
      return page;
    },
  },
  {
    name: "check-fine",
    async open(set) {
      const page = await set.page("/check", { camera: true });
      await page.locator(".check-report").waitFor();
      return page;
    },
  },
  ...STUDIO_SCENES,
  ...WATCH_SCENES,
];
