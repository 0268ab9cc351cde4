/** Where a scene plays, and what people do in it. */
import type { Page } from "playwright-core";
import { type Language, LOCALES } from "@/i18n/language.ts";
import { PLAYER } from "@/i18n/player.ts";
import { SHARING } from "@/i18n/sharing.ts";
import { STUDIO } from "@/i18n/studio.ts";
import type { WatchState } from "@/webrtc/states.ts";
import { expectMedia } from "../support/browser.ts";
import { openTestSite, type TestSite } from "../support/test_site.ts";

export interface Scene {
  readonly name: string;
  /** What the server must be told. */
  readonly env?: Record<string, string>;
  /** Opens the page, in the state that the scene is named for. */
  open(set: Scenery): Promise<Page>;
  /** What comes right before it where the same people go through both, and how they go on from its page. */
  readonly after?: { readonly scene: Scene; readonly goOn: GoOn };
}

/** Leads from one scene's page to the page of the next. */
type GoOn = (set: Scenery, page: Page) => Promise<Page>;

/** A scene that another one leads to. */
export function after(scene: Scene, name: string, goOn: GoOn): Scene {
  const open = async (set: Scenery) => await goOn(set, await scene.open(set));
  return { name, env: scene.env, open, after: { scene, goOn } };
}

/** A server whose streams can be shared, as one's that others reach. */
export function openScene({ env }: Scene): Promise<TestSite> {
  return openTestSite({ env: { PUBLIC_URL: "https://stream.example.com", ...env } });
}

/** Where a scene plays: a server and a browser of its own, and people who speak one language. */
export class Scenery {
  readonly #broadcasters = new Map<string, Page>();

  constructor(readonly site: TestSite, readonly language: Language) {}

  async page(path: string, { camera = false } = {}): Promise<Page> {
    const visitor = await this.site.visitor({ camera, locale: LOCALES[this.language] });
    const page = await visitor.newPage();
    await page.goto(this.site.origin + path);
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
    this.#broadcasters.set(stream, page);
    return page;
  }

  /** The page that has gone live with it. */
  broadcasterOf(stream: string): Page {
    const page = this.#broadcasters.get(stream);
    if (page === undefined) throw new Error(`nobody broadcasts ${stream}`);
    return page;
  }

  async says(page: Page, state: WatchState): Promise<Page> {
    const { detail } = PLAYER[this.language].states[state];
    await page.getByText(detail, { exact: true }).waitFor({ state: "attached" });
    return page;
  }

  /** One with a title, as people give them. */
  async titled(stream: string, title: string): Promise<Page> {
    const page = await this.page(`/broadcast/${stream}`, { camera: true });
    await page.getByLabel(SHARING[this.language].title.label, { exact: true }).fill(title);
    await this.press(page);
    await page.getByRole("button", { name: this.studio.buttons.stop, exact: true }).waitFor();
    return page;
  }

  async watching(stream: string): Promise<Page> {
    const page = await this.page(`/watch/${stream}`);
    await expectMedia(page);
    return page;
  }
}
