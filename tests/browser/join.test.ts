/** What a viewer needs to join: which requests it makes when, and how many messages. Counted, not timed. */
import assert from "node:assert/strict";
import type { Locator, Page, WebSocket as PageSocket } from "playwright-core";
import type {} from "@/webrtc/watch/early_join.ts"; // declares the global with the page's early join
import { PING, PONG } from "@/signaling/protocol/limits.ts";
import { expectMedia, goLive, openConnections } from "../support/browser.ts";
import { recordFrames } from "../support/frames.ts";
import { openTestSite } from "../support/test_site.ts";
import { socketFrames } from "../support/socket_frames.ts";

Deno.test("a page's link is up before its scripts load, over the only socket and connection that it makes", async () => {
  await using site = await openTestSite();
  await goLive(await site.broadcaster(), `${site.origin}/broadcast`);
  const viewer = await site.viewer();
  const frames = socketFrames(viewer);
  // This would take for ever if anything waited for the scripts.
  await viewer.route("**/*.js", async (route) => {
    await viewer.waitForFunction(() => {
      const [connection]: RTCPeerConnection[] = Reflect.get(globalThis, "testConnections");
      return connection?.connectionState === "connected";
    });
    await route.continue();
  });
  await viewer.goto(`${site.origin}/watch`);
  await expectMedia(viewer);
  await viewer.unrouteAll({ behavior: "wait" }); // the controls' script may still be on its way
  const made = await viewer.evaluate(() => Reflect.get(globalThis, "testConnections").length);
  assert.equal(made, 1);
  assert.equal(frames.sockets, 1);
  assert.equal(frames.sent.filter((text) => text.startsWith('{"type":"watch"')).length, 1);
});

Deno.test("scripts that load before the page's head is done take over its socket and connection", async () => {
  await using site = await openTestSite();
  await goLive(await site.broadcaster(), `${site.origin}/broadcast`);
  const viewer = await site.viewer();
  const { sent } = socketFrames(viewer);
  // The head has opened its socket, and its offer takes long.
  await viewer.addInitScript(() => {
    const { prototype } = RTCPeerConnection;
    const { setLocalDescription } = prototype;
    prototype.setLocalDescription = async function () {
      await new Promise((resolve) => addEventListener("load", resolve, { once: true }));
      return await Reflect.apply(setLocalDescription, this, []);
    };
  });
  await viewer.goto(`${site.origin}/watch`);
  await expectMedia(viewer);
  const made = await viewer.evaluate(() => Reflect.get(globalThis, "testConnections").length);
  assert.equal(made, 1);
  assert.equal(sent.filter((text) => text.startsWith('{"type":"watch"')).length, 1);
});

Deno.test("a page whose socket is lost between the answer and the scripts joins anew", async () => {
  await using site = await openTestSite();
  await goLive(await site.broadcaster(), `${site.origin}/broadcast`);
  const viewer = await site.viewer();
  const { sent } = socketFrames(viewer);
  await viewer.route("**/*.js", async (route) => {
    await viewer.waitForFunction(() => {
      const [connection]: RTCPeerConnection[] = Reflect.get(globalThis, "testConnections");
      return connection?.connectionState === "connected";
    });
    await site.server.restart(); // the sockets drop without a close
    await viewer.waitForFunction(() =>
      globalThis.tuilaEarlyJoin?.socket.readyState === WebSocket.CLOSED
    );
    await route.continue();
  }, { times: 1 });
  await viewer.goto(`${site.origin}/watch`);
  await expectMedia(viewer);
  const states = await viewer.evaluate(() => {
    const made: RTCPeerConnection[] = Reflect.get(globalThis, "testConnections");
    return made.map(({ connectionState }) => connectionState);
  });
  assert.deepEqual(states, ["closed", "connected"]);
  const hellos = sent.filter((text) => text.startsWith('{"type":"watch"'));
  const offered = hellos.map((text) => /ice-ufrag:([^\\]+)/.exec(text)?.[1]);
  assert.equal(offered.length, 2);
  assert.notEqual(offered[0], offered[1], "what is linked already is not offered to somebody else");
});

Deno.test("a page's picture does not wait for its socket, which takes over as the same viewer", async () => {
  await using site = await openTestSite();
  const broadcaster = await site.broadcaster();
  await goLive(broadcaster, `${site.origin}/broadcast`);
  const visitor = await site.visitor();
  await recordFrames(visitor);
  // The page sees the socket open only after the first frame.
  await visitor.addInitScript(() => {
    const shown = new Promise((resolve) => addEventListener("test:first-frame", resolve));
    class SlowSocket extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        const opened = new Promise((resolve) => this.addEventListener("open", resolve));
        let isSlow = true;
        const readyState = () =>
          isSlow ? WebSocket.CONNECTING : Reflect.get(WebSocket.prototype, "readyState", this);
        const onOpen = async (run: () => void) => {
          await Promise.all([shown, opened]);
          isSlow = false;
          run();
        };
        Object.defineProperties(this, { readyState: { get: readyState }, onopen: { set: onOpen } });
      }
    }
    Object.assign(globalThis, { WebSocket: SlowSocket });
  });
  const viewer = await visitor.newPage();
  const { sent } = socketFrames(viewer);
  await viewer.goto(`${site.origin}/watch`);
  await expectMedia(viewer);
  await broadcaster.getByText("1 watching").waitFor();
  // The server accepts its later messages on the socket.
  await viewer.goto("about:blank");
  await broadcaster.getByText("0 watching").waitFor();
  const types = sent.map((text) => /^\{"type":"(\w+)"/.exec(text)?.[1]);
  assert.deepEqual(types.slice(0, 2), ["watch", "attach"]);
  assert.equal(types.filter((type) => type === "watch" || type === "resume").length, 1);
});

Deno.test("a page that waits for its broadcaster has loaded, even if its scripts load before the rest of it", async () => {
  await using site = await openTestSite();
  const viewer = await site.viewer();
  await viewer.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => {
      document.body.append(Object.assign(new Image(), { src: "/slow.png" }));
    });
  });
  await viewer.route("**/slow.png", async (route) => {
    await viewer.getByText("Waiting for the broadcast to start").waitFor();
    await route.abort();
  });
  await viewer.goto(`${site.origin}/watch`, { waitUntil: "load" });
});

Deno.test("a player that waits for a click opens a socket only when the pointer is near, and uses it for the click", async () => {
  await using site = await openTestSite();
  const viewer = await site.viewer();
  const frames = socketFrames(viewer);
  await viewer.goto(`${site.origin}/embed?autoplay=0`);
  const play = viewer.getByRole("button", { name: "Play" });
  await play.waitFor();
  await goLive(await site.broadcaster(), `${site.origin}/broadcast`);
  assert.equal(frames.sockets, 0);
  await comeNear(viewer, play);
  await viewer.waitForFunction(() =>
    globalThis.tuilaEarlyJoin?.socket.readyState === WebSocket.OPEN
  );
  assert.deepEqual(frames.sent, [], "nobody is told of who may still go on");
  await play.click();
  await expectMedia(viewer);
  assert.equal(frames.sockets, 1);
  const made = await viewer.evaluate(() => Reflect.get(globalThis, "testConnections").length);
  assert.equal(made, 1);
});

Deno.test("what was prepared for a click that did not come is closed, and prepared again for the next", async () => {
  await using site = await openTestSite();
  const viewer = await site.viewer();
  await viewer.goto(`${site.origin}/embed?autoplay=0`);
  const play = viewer.getByRole("button", { name: "Play" });
  const socket = await comeNear(viewer, play);
  assert.equal(await openConnections(viewer), 1);
  await socket.waitForEvent("close");
  assert.equal(await openConnections(viewer), 0);
  await comeNear(viewer, play);
  assert.equal(await openConnections(viewer), 1);
});

/** Moves the pointer onto a button until the page opens a socket: its scripts may not have loaded yet. */
async function comeNear(page: Page, button: Locator): Promise<PageSocket> {
  let isOver = false;
  const opened = page.waitForEvent("websocket").finally(() => isOver = true);
  while (!isOver) await button.dispatchEvent("pointerenter"); // dispatched, because the button fills the page
  return await opened;
}

/** Lengthens the page's short time-outs, so that a busy machine does not exceed them. */
async function makePatient(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const { scheduler } = globalThis;
    const postTask = scheduler.postTask.bind(scheduler);
    // Short delays follow an event; long ones are time-outs.
    const patience = (delay = 0) => delay === 0 ? 0 : delay < 100 ? 500 : 10_000;
    scheduler.postTask = (run, options = {}) =>
      postTask(run, { ...options, delay: patience(options.delay) });
  });
}

Deno.test("a join costs its viewer three messages, a fourth if the first goes by HTTP before the socket, and at most 12 kB in all", async () => {
  await using site = await openTestSite();
  const broadcaster = await site.broadcaster();
  await makePatient(broadcaster);
  await goLive(broadcaster, `${site.origin}/broadcast`);
  const viewer = await site.viewer();
  const { sent, received } = socketFrames(viewer);
  await makePatient(viewer);
  await viewer.goto(`${site.origin}/watch`);
  await expectMedia(viewer);
  const frames = [...sent, ...received].filter((text) => text !== PING && text !== PONG);
  const summary = frames.map((text) => `${text.length} ${text.slice(0, 60)}`).join("\n");
  const types = frames.map((text) => /^\{"type":"(\w+)"/.exec(text)?.[1]);
  assert.deepEqual(types.slice(0, 1), ["watch"], summary);
  const others = types.slice(1).filter((type) => type !== "attach");
  assert.deepEqual(others, ["watching", "answer"], summary);
  assert.ok(frames.join("").length <= 12_000, summary);
  const [hello] = sent;
  assert.match(hello, /a=candidate:/, "the candidates go along");
  const answer = received.find((text) => text.startsWith('{"type":"answer"')) ?? "";
  assert.match(answer, /a=candidate:/, "and the broadcaster's do");
  // One variant of each codec, and for sound only Opus.
  assert.doesNotMatch(hello, /PCMU|G722|telephone-event|packetization-mode=0|profile-id=2/);
});

Deno.test("no number formatter is made before the first frame, because the first takes 100 ms on a small machine", async () => {
  await using site = await openTestSite();
  await goLive(await site.broadcaster(), `${site.origin}/broadcast`);
  const visitor = await site.visitor();
  await recordFrames(visitor);
  await visitor.addInitScript(() => {
    const made: number[] = [];
    class NumberFormat extends Intl.NumberFormat {
      constructor(locale?: string, options?: Intl.NumberFormatOptions) {
        super(locale, options);
        made.push(Date.now());
      }
    }
    Object.assign(Intl, { NumberFormat });
    Object.assign(globalThis, { testFormats: made });
  });
  const viewer = await visitor.newPage();
  await viewer.goto(`${site.origin}/watch`);
  await expectMedia(viewer);
  await viewer.getByText("1 watching").waitFor(); // a number without a formatter
  const early = await viewer.evaluate(() => {
    const [first]: { at: number }[] = Reflect.get(globalThis, "testFrames");
    return Reflect.get(globalThis, "testFormats").filter((at: number) => at < first.at).length;
  });
  assert.equal(early, 0);
});
