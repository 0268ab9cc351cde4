/** Phones and small windows: all controls are on the screen, nothing is cut off, and touch gestures work as usual. */
import assert from "node:assert/strict";
import type { ComponentChild } from "preact";
import { renderToString } from "preact-render-to-string";
import type { BrowserContext, Page } from "playwright-core";
import { PlayerStage } from "@/components/PlayerStage.tsx";
import { StageWords } from "@/components/StageWords.tsx";
import { broadcastWords } from "@/components/studio/broadcast_words.ts";
import { UnsavedRecording } from "@/components/studio/UnsavedRecording.tsx";
import { Speaks } from "@/components/texts.tsx";
import { LANGUAGES, LOCALES } from "@/i18n/language.ts";
import { CONTROLS } from "@/i18n/controls.ts";
import { PLAYER } from "@/i18n/player.ts";
import { SHARING } from "@/i18n/sharing.ts";
import { STATISTICS } from "@/i18n/statistics.ts";
import { STUDIO } from "@/i18n/studio.ts";
import { ALL_MEDIA, type Media } from "@/signaling/protocol/description.ts";
import type { Recording } from "@/webrtc/recording/states.ts";
import type { BroadcastProblem, BroadcastState, WatchState } from "@/webrtc/states.ts";
import { crowded, expectOnScreen, forEachSize, painted, tooWide } from "../support/boxes.ts";
import { expectMedia, goLive } from "../support/browser.ts";
import { openTestSite } from "../support/test_site.ts";
import { controls } from "../support/player.ts";

const SMALL = { width: 390, height: 844 };

Deno.test("the player's controls are on the screen, and an upright phone has the picture on top, in its shape", async () => {
  await using site = await openTestSite();
  const { viewer } = await site.onAir();
  await controls(viewer);
  await forEachSize(viewer, async (size, name) => {
    await expectOnScreen(viewer.locator(".player-bar > :not(.player-gap)"), size, name);
    const stage = await viewer.locator(".stage").boundingBox() ?? assert.fail("no stage");
    if (size.width > size.height) return;
    assert.equal(stage.width, size.width, name);
    const ratio = stage.width / stage.height;
    assert.ok(ratio <= 16 / 9 + 0.01 && ratio > 4 / 3, `${name}: ${ratio}`);
    await expectOnScreen(viewer.locator(".page-title"), size, name);
  });
});

Deno.test("settings and statistics are on the screen as a whole, with room to read them", async () => {
  await using site = await openTestSite({ env: { ICE_SERVERS: TURN } });
  const { viewer } = await site.onAir();
  const { named, settings } = await controls(viewer);
  const expectPanel = (selector: string) =>
    forEachSize(viewer, async (size, name) => {
      const panel = viewer.locator(selector);
      await expectOnScreen(panel, size, name);
      const { high, wide, shown, all } = await panel.evaluate((element) => ({
        high: element.clientHeight,
        all: element.scrollHeight,
        wide: element.scrollWidth - element.clientWidth,
        shown: element.clientHeight >= element.scrollHeight,
      }));
      assert.equal(wide, 0, `${name}: ${selector} is cut`);
      assert.ok(shown || high > size.height / 2, `${name}: ${selector} shows ${high} of ${all}`);
    });
  await settings();
  await expectPanel(".player-settings");
  await viewer.getByRole("button", { name: CONTROLS.en.statistics, exact: true }).click();
  await viewer.locator(".player-stats .graph").first().waitFor();
  await expectPanel(".player-stats");
  await viewer.setViewportSize({ width: 640, height: 480 });
  await named(STATISTICS.en.close).click();
});

/** With a TURN server the settings have one more choice. Nothing listens there, because this test does not use it. */
const TURN = '[{"urls":"turn:127.0.0.1:9","username":"a","credential":"b"}]';

Deno.test("Play and Unmute are on the picture, and on the screen", async () => {
  await using site = await openTestSite();
  await goLive(await site.broadcaster(), `${site.origin}/broadcast`);
  const visitor = await site.visitor();
  await visitor.addInitScript(() => {
    const play = HTMLMediaElement.prototype.play;
    HTMLMediaElement.prototype.play = function () {
      const isRefused = location.pathname === "/watch" ? !this.muted : true;
      return isRefused
        ? Promise.reject(new DOMException("no gesture", "NotAllowedError"))
        : play.call(this);
    };
  });
  for (const [path, button] of [["/watch", ".stage-unmute"], ["/watch/live", ".stage-play"]]) {
    const page = await visitor.newPage();
    await page.goto(site.origin + path);
    await page.locator(button).waitFor();
    await forEachSize(page, async (size, name) => {
      await expectOnScreen(page.locator(button), size, name);
      assert.deepEqual(await crowded(page.locator(".stage"), `${button}, .badge`), [], name);
    });
  }
});

Deno.test("the studio's picture and buttons are on the screen together: before the preview, in it, live, muted", async () => {
  await using site = await openTestSite();
  for (const language of LANGUAGES) {
    const visitor = await site.visitor({ camera: true, locale: LOCALES[language] });
    const page = await visitor.newPage();
    await page.goto(`${site.origin}/broadcast/${language}`);
    const buttons = page.locator(".studio-bar button");
    const expectButtons = (state: string) =>
      forEachSize(page, async (size, name) => {
        await expectOnScreen(page.locator(".stage"), size, `${language}, ${state}, ${name}`);
        await expectOnScreen(buttons, size, `${language}, ${state}, ${name}`);
      });
    await expectButtons("idle");
    await buttons.nth(3).click();
    await page.getByText(STUDIO[language].previewing.detail, { exact: true }).waitFor();
    await expectButtons("preview");
    const { start, stop } = STUDIO[language].buttons;
    await page.getByRole("button", { name: start, exact: true }).click();
    await page.getByRole("button", { name: stop, exact: true }).waitFor();
    await expectButtons("live");
    await page.locator("h1").click();
    await page.keyboard.press("m");
    await page.keyboard.press("v");
    await page.getByText(STUDIO[language].mute.dark).waitFor();
    await expectButtons("muted");
  }
});

Deno.test("the words of every state, and what can be pressed there, have room on the stage", async () => {
  await using site = await openTestSite();
  for (const language of LANGUAGES) {
    const visitor = await site.visitor({ locale: LOCALES[language] });
    await wordsFit(visitor, `${site.origin}/watch`, ".stage", watchStages(language));
    await wordsFit(visitor, `${site.origin}/broadcast`, ".cover", studioCovers(language));
  }
});

/** Checks each of these stages at every size, in place of the page's own. */
async function wordsFit(
  visitor: BrowserContext,
  url: string,
  place: string,
  states: ReadonlyMap<string, string>,
): Promise<void> {
  const page = await visitor.newPage();
  await page.goto(url, { waitUntil: "networkidle" });
  const words =
    ".cover :is(.icon, .cover-title, .cover-detail, .cover-place, .cover-link, .cover-note, .badge, .button)";
  await forEachSize(page, async (_, name) => {
    for (const [state, html] of states) {
      await page.locator(place).evaluate((element, html) => element.outerHTML = html, html);
      const found = await crowded(page.locator(".stage"), `${words}:not(.button .icon)`);
      assert.deepEqual(found, [], `${url}, ${state}, ${name}`);
    }
  });
  await page.close();
}

function watchStages(language: typeof LANGUAGES[number]): Map<string, string> {
  const ref = { current: null };
  const stage = (state: WatchState, media: Media) =>
    rendered(
      language,
      <PlayerStage
        stream="live"
        state={state}
        place={12}
        playing="idle"
        media={media}
        removedUntil={state === "removed" ? 1e12 : null}
        alike={state === "waiting" ? { name: "Harbour", path: "/watch/Harbour" } : null}
        player={ref}
        video={ref}
        onPlay={() => {}}
      />,
    );
  const states = Object.keys(PLAYER[language].states).filter(isWatchState);
  return new Map([
    ...states.map((state) => [state, stage(state, ALL_MEDIA)] as const),
    ["hidden", stage("playing", { picture: "hidden", sound: "muted" })],
    ["no picture", stage("playing", { picture: "none", sound: "none" })],
  ]);
}

function isWatchState(name: string): name is WatchState {
  return name in PLAYER.en.states;
}

function studioCovers(language: typeof LANGUAGES[number]): Map<string, string> {
  const texts = STUDIO[language];
  const problems = Object.keys(texts.problems).filter((name): name is BroadcastProblem =>
    name in texts.problems
  );
  const states: BroadcastState[] = [
    { name: "idle" },
    { name: "asking" },
    { name: "claiming" },
    { name: "resumable" },
    { name: "ended", lasted: 36_754_000, most: 123 },
    { name: "taken", suggestion: "live-2" },
    { name: "replaced" },
    ...problems.map((problem) => ({ name: "failed", problem } as const)),
  ];
  return new Map(states.map((state) => [
    JSON.stringify(state),
    rendered(
      language,
      <StageWords words={broadcastWords(state, texts)} sign="push">
        {state.name === "failed" && state.problem === "unreachable" && (
          <a class="cover-link" href="/check">{texts.check}</a>
        )}
        {state.name === "ended" && (
          <UnsavedRecording
            recordings={[recording("a"), recording("b")]}
            saving={{ name: "idle" }}
            onSave={() => {}}
          />
        )}
      </StageWords>,
    ),
  ]));
}

function recording(id: string): Recording {
  return {
    id,
    stream: "live",
    began: 0,
    length: 1,
    bytes: 1,
    mimeType: "video/webm",
    saved: false,
  };
}

function rendered(language: typeof LANGUAGES[number], what: ComponentChild): string {
  return renderToString(<Speaks language={language}>{what}</Speaks>);
}

Deno.test("no page is wider than the window, and none scrolls sideways", async () => {
  await using site = await openTestSite({ env: { ICE_SERVERS: LONG_STUN } });
  const name = "a-rather-long-name-of-a-stream-that-somebody-thought-well-of";
  const long =
    "Wednesday evening: everybody plays, Donaudampfschifffahrtsgesellschaftskapitän included";
  const broadcaster = await site.broadcaster();
  await broadcaster.goto(`${site.origin}/broadcast/${name}`);
  await broadcaster.getByLabel(SHARING.en.title.label, { exact: true }).fill(long);
  await broadcaster.getByRole("button", { name: STUDIO.en.buttons.start }).click();
  await broadcaster.getByRole("button", { name: STUDIO.en.buttons.stop }).waitFor();
  for (const summary of await broadcaster.locator("main summary").all()) await summary.click();
  await forEachSize(broadcaster, async (_, size) => {
    assert.deepEqual(await tooWide(broadcaster), [], `studio, ${size}`);
  });
  const paths = ["/", "/watch", `/watch/${name}`, "/broadcast", "/no-such-page", "/watch/a%20b"]
    .concat("/embed", `/embed/${name}`, "/check");
  for (const language of LANGUAGES) {
    const visitor = await site.visitor({ locale: LOCALES[language] });
    for (const path of paths) {
      const page = await visitor.newPage();
      await page.goto(site.origin + path);
      if (path === "/check") await page.locator(".check-report").waitFor();
      if (path === `/watch/${name}`) await expectMedia(page);
      await forEachSize(page, async (_, size) => {
        assert.deepEqual(await tooWide(page), [], `${path}, ${language}, ${size}`);
      });
      await page.close();
    }
  }
});

/** Does not answer: only its long name matters here. */
const LONG_STUN = "stun:a-rather-long-name-of-a-server.and-of-its-domain.example.com:34780";

Deno.test("nothing lies under a notch or a rounded corner", async () => {
  await using site = await openTestSite();
  const { viewer } = await site.onAir();
  await controls(viewer);
  const session = await viewer.context().newCDPSession(viewer);
  const insets = { top: 0, left: 47, right: 47, bottom: 21 };
  await session.send("Emulation.setSafeAreaInsetsOverride", { insets });
  await viewer.setViewportSize({ width: 844, height: 390 });
  await painted(viewer);
  const bar = viewer.locator(".player-bar > :not(.player-gap)").filter({ visible: true });
  for (const one of [...await bar.all(), viewer.locator(".badge").first(), viewer.locator("h1")]) {
    const box = await one.boundingBox();
    if (box === null) continue;
    assert.ok(box.x >= 47 && box.x + box.width <= 844 - 47, `${one}: ${JSON.stringify(box)}`);
  }
  for (const one of await bar.all()) {
    const box = await one.boundingBox() ?? assert.fail("no box");
    assert.ok(box.y + box.height <= 390 - 21, `${one}: ${JSON.stringify(box)}`);
  }
  // The picture itself reaches the edges.
  assert.equal((await viewer.locator(".stage").boundingBox())?.width, 844);
});

Deno.test("an upright picture is large on an upright phone", async () => {
  await using site = await openTestSite();
  const broadcaster = await site.broadcaster();
  await broadcaster.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 180, height: 320 });
      const context = canvas.getContext("2d");
      setInterval(() => {
        if (context === null) return;
        context.fillStyle = `hsl(${performance.now() % 360} 60% 50%)`;
        context.fillRect(0, 0, 180, 320);
      }, 100);
      return Promise.resolve(canvas.captureStream());
    };
  });
  await goLive(broadcaster, `${site.origin}/broadcast`);
  const page = await site.viewer();
  await page.setViewportSize(SMALL);
  await page.goto(`${site.origin}/watch`);
  await page.locator(".stage[data-shape=upright]").waitFor();
  const stage = await page.locator(".stage").boundingBox() ?? assert.fail("no stage");
  assert.ok(stage.height > 600, JSON.stringify(stage));
  await expectOnScreen(page.locator(".page-title"), SMALL, "upright");
});

Deno.test("touch: a tap shows the controls and hides them, a pinch magnifies, a swipe over the picture scrolls", async () => {
  await using site = await openTestSite();
  await goLive(await site.broadcaster(), `${site.origin}/broadcast`);
  const page = await (await site.visitor({ phone: true })).newPage();
  await page.goto(`${site.origin}/watch`);
  await controls(page);
  await page.setViewportSize({ width: 844, height: 390 });
  await painted(page);
  const isShown = (shown: boolean) =>
    page.waitForFunction(
      (shown) => document.querySelector(".player")?.hasAttribute("userinactive") !== shown,
      shown,
    );
  await isShown(false); // they have hidden by themselves
  await page.touchscreen.tap(300, 150);
  await isShown(true);
  await page.touchscreen.tap(500, 150);
  await isShown(false);

  const one = (way: number) => [{ x: 400, y: 300 - 200 * way }];
  await drag(page, one);
  await page.waitForFunction(() => scrollY > 20);
  await page.evaluate(() => scrollTo(0, 0));
  const apart = (way: number) => [{ x: 380 - 150 * way, y: 180 }, { x: 420 + 150 * way, y: 180 }];
  await drag(page, apart);
  await page.waitForFunction(() => (visualViewport?.scale ?? 1) > 1.3);
});

interface Finger {
  readonly x: number;
  readonly y: number;
}

/** @param at the positions of the fingers, from 0 (they touch the screen) to 1 (they leave it) */
async function drag(page: Page, at: (way: number) => Finger[]): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const send = (type: "touchStart" | "touchMove" | "touchEnd", fingers: Finger[]) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: fingers.map((finger, id) => ({ ...finger, id })),
    });
  await send("touchStart", at(0));
  for (let step = 1; step <= 20; step++) await send("touchMove", at(step / 20));
  await send("touchEnd", []);
  await session.detach();
}
