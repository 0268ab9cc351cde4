/** WCAG 2.2 AA as far as a machine can see it: every page, at three widths, light and dark, in both languages. */
import assert from "node:assert/strict";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { LANGUAGES } from "@/i18n/language.ts";
import { forEveryLook } from "../gallery/pictures.ts";
import { openScene, Scenery } from "../gallery/scenery.ts";
import { SCENES } from "../gallery/scenes.ts";

/** Each page, and the states in which it has other things to press. */
const SEEN =
  /^(home-empty|home-live|not-found|check|studio-idle|studio-live|studio-open|studio-taken|studio-no-webrtc|studio-sharing|studio-recorded|studio-ended|studio-insecure|watch-waiting|watch-waiting-others|watch-live|watch-hidden|watch-settings|watch-statistics|embed-live)$/;

for (const scene of SCENES.filter(({ name }) => SEEN.test(name))) {
  Deno.test(`accessibility: axe finds nothing to say of ${scene.name}`, async () => {
    for (const language of LANGUAGES) {
      await using house = await openScene(scene);
      const page = await scene.open(new Scenery(house, language));
      await page.evaluate(axe.source);
      await forEveryLook(page, async (look) => {
        assert.deepEqual(await violations(page), [], `${look}, ${language}`);
      });
    }
  });
}

function violations(page: Page): Promise<string[]> {
  return page.evaluate(async (tags) => {
    const { violations }: axe.AxeResults = await Reflect.get(globalThis, "axe").run(document, {
      runOnly: { type: "tag", values: tags },
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html }) => `${id}: ${help}: ${html}`)
    );
  }, ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]);
}
