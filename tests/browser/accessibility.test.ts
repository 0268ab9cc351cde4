/** WCAG 2.2 AA as far as a machine can see it: every page, at three widths, light and dark, in both languages. */
import assert from "node:assert/strict";
import axe from "axe-core";
import type { Page } from "playwright-core";
import { LANGUAGES } from "@/i18n/language.ts";
import { forEveryLook, type Theme } from "../gallery/pictures.ts";
import { openScene, type Scene, Scenery } from "../gallery/scenery.ts";
import { SCENES } from "../gallery/scenes.ts";

/** Each page, and the states in which it has other things to press. */
const SEEN =
  /^(home-empty|home-live|not-found|check|studio-idle|studio-live|studio-open|studio-taken|studio-no-webrtc|studio-sharing|studio-recorded|studio-ended|studio-insecure|watch-waiting|watch-waiting-others|watch-live|watch-hidden|watch-settings|watch-statistics|embed-live)$/;

const STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const COLOR_RULES = axe.getRules(STANDARDS).filter(({ tags }) => tags.includes("cat.color"));
/** In the dark a page differs by its colours alone. */
const RULES: Record<Theme, axe.RunOnly> = {
  light: { type: "tag", values: STANDARDS },
  dark: { type: "rule", values: COLOR_RULES.map(({ ruleId }) => ruleId) },
};

/** Scenes that the same people go through, one after another. */
function visits(scenes: readonly Scene[]): Scene[][] {
  const visits: Scene[][] = [];
  for (const scene of scenes) {
    const before = visits.find((visit) => visit.at(-1) === scene.after?.scene);
    if (before === undefined) visits.push([scene]);
    else before.push(scene);
  }
  return visits;
}

for (const visit of visits(SCENES.filter(({ name }) => SEEN.test(name)))) {
  const [first] = visit;
  Deno.test(`accessibility: axe finds nothing to say of ${namesOf(visit)}`, async () => {
    for (const language of LANGUAGES) {
      await using site = await openScene(first);
      const set = new Scenery(site, language);
      let before: Page | null = null;
      for (const scene of visit) {
        const page: Page = before === null || scene.after === undefined
          ? await scene.open(set)
          : await scene.after.goOn(set, before);
        before = page;
        await page.evaluate(axe.source);
        await forEveryLook(page, async (look, theme) => {
          const found = await violations(page, RULES[theme]);
          assert.deepEqual(found, [], `${scene.name}, ${look}, ${language}`);
        });
      }
    }
  });
}

function namesOf(visit: readonly Scene[]): string {
  return visit.map(({ name }) => name).join(", ");
}

function violations(page: Page, rules: axe.RunOnly): Promise<string[]> {
  return page.evaluate(async (runOnly) => {
    const { violations }: axe.AxeResults = await Reflect.get(globalThis, "axe").run(document, {
      runOnly,
      resultTypes: ["violations"], // of what is well, it describes one node each
    });
    return violations.flatMap(({ id, help, nodes }) =>
      nodes.map(({ html }) => `${id}: ${help}: ${html}`)
    );
  }, rules);
}
