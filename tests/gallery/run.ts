/**
 * `deno task screenshots [words in a scene's name]`: pictures of every page in every state, at five sizes, light and dark,
 * in both languages, written to `screenshots/`. Not a test: to be looked at.
 */
import { LANGUAGES } from "@/i18n/language.ts";
import { ensureChromium } from "../support/chromium.ts";
import { closeSharedBrowser } from "../support/shared_browser.ts";
import { forEveryLook, SMALL_VIEWPORTS, VIEWPORTS } from "./pictures.ts";
import { openScene, type Scene, Scenery } from "./scenery.ts";
import { SCENES } from "./scenes.ts";

const FOLDER = "screenshots";

async function shoot(scene: Scene): Promise<void> {
  for (const language of LANGUAGES) {
    await using site = await openScene(scene);
    const page = await scene.open(new Scenery(site, language));
    await forEveryLook(page, async (look) => {
      await page.screenshot({
        path: `${FOLDER}/${scene.name}-${look}-${language}.png`,
        fullPage: true,
      });
    }, [...VIEWPORTS, ...SMALL_VIEWPORTS]);
  }
}

await ensureChromium();
const words = Deno.args[0] ?? "";
for (const scene of SCENES.filter(({ name }) => name.includes(words))) {
  await shoot(scene);
  Deno.stdout.writeSync(new TextEncoder().encode(`${scene.name}\n`));
}
await closeSharedBrowser();
