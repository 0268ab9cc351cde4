/** The sockets fail but the media does not: the viewer must not see it. */
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { SIGNALING_PATH, SUBPROTOCOL } from "@/signaling/protocol/endpoint.ts";
import {
  assertOneViewer,
  assertWithin,
  identities,
  type LivePair,
  openLivePair,
} from "../support/live_pair.ts";
import { expectMedia } from "../support/browser.ts";
import { assertUninterrupted, type Mark, mark, whenRead } from "../support/frames.ts";
import { lasts } from "../support/lasts.ts";
import { measured } from "../support/measured.ts";

/** A silent socket counts as dead after this time, and is replaced within 2 s. */
const NOTICED = 15_000;

for (const cut of ["viewer", "broadcaster"] as const) {
  Deno.test(`recovery: the ${cut}'s socket is reset: no frame is lost, the same peer is back within 2 s`, async () => {
    await using pair = await openLivePair();
    const before = identities(pair);
    const start = await mark(pair.viewer.page);
    pair[cut].proxy.cut();
    const back = await returned(pair, cut, start.at);
    assertWithin(back - start.at, 2_000, "back");
    assert.deepEqual(identities(pair), before);
    await assertOneViewer(pair, start.at);
    const gap = await assertLinkKept(pair, start);
    measured(`socket reset, ${cut}`, { back: back - start.at, gap });
  });
}

Deno.test("recovery: no connection for 4 s: back within 2 s of the server's being reachable, no frame is lost", async () => {
  await using pair = await openLivePair();
  const before = identities(pair);
  const start = await mark(pair.viewer.page);
  for (const { proxy } of [pair.viewer, pair.broadcaster]) {
    proxy.refuse();
    proxy.cut();
  }
  await lasts(4_000);
  const reachable = Date.now();
  for (const { proxy } of [pair.viewer, pair.broadcaster]) proxy.resume();
  const back = await Promise.all([
    returned(pair, "viewer", reachable),
    returned(pair, "broadcaster", reachable),
  ]);
  assert.deepEqual(identities(pair), before);
  await assertOneViewer(pair, start.at);
  const gap = await assertLinkKept(pair, start);
  measured("no connection for 4 s", {
    viewer: back[0] - reachable,
    broadcaster: back[1] - reachable,
    gap,
  });
  assertWithin(Math.max(...back) - reachable, 2_000, "back");
});

Deno.test("recovery: the sockets fall silent: both sides notice, and come back as the same peers", async () => {
  await using pair = await openLivePair();
  const before = identities(pair);
  const start = await mark(pair.viewer.page);
  pair.viewer.proxy.mute();
  pair.broadcaster.proxy.mute();
  const back = await Promise.all([
    returned(pair, "viewer", start.at),
    returned(pair, "broadcaster", start.at),
  ]);
  assertWithin(Math.max(...back) - start.at, NOTICED + 2_000, "back");
  assert.deepEqual(identities(pair), before);
  // A viewer that is silent for so long may be uncounted for a moment, because it could have vanished.
  await assertOneViewer(pair, Infinity);
  const gap = await assertLinkKept(pair, start);
  measured("sockets silent", { viewer: back[0] - start.at, broadcaster: back[1] - start.at, gap });
});

Deno.test("recovery: the server is killed and restarted: all are back within 5 s, no frame is lost", async () => {
  await using pair = await openLivePair();
  const before = identities(pair);
  const start = await mark(pair.viewer.page);
  await pair.server.end("SIGKILL");
  await lasts(2_000);
  await pair.server.startAgain();
  await backAfterRestart(pair, before, "kill -9 and restart", start);
});

Deno.test("recovery: the server is stopped by a signal: it ends within 10 s, then both are back as after a kill", async () => {
  await using pair = await openLivePair();
  const before = identities(pair);
  const start = await mark(pair.viewer.page);
  const { code, signal } = await pair.server.end("SIGTERM");
  const ended = Date.now() - start.at;
  assert.deepEqual({ code, signal }, { code: 0, signal: null });
  assertWithin(ended, 10_000, "the process ended");
  await lasts(1_000);
  await pair.server.startAgain();
  await backAfterRestart(pair, before, "SIGTERM and restart", start, { ended });
});

for (const role of ["viewer", "broadcaster"] as const) {
  Deno.test(`recovery: the ${role}'s ticket is used a second time: the newer socket replaces the older, whose page says so and does not reconnect`, async () => {
    await using pair = await openLivePair();
    const { ticket, peer } = ticketOf(pair, role);
    const { page, context, url, log } = pair[role];
    const elsewhere = /another (tab|window|page|place)|taken over/i;
    assert.doesNotMatch(await page.innerText("body"), elsewhere);
    const other = await context.newPage();
    await other.goto(new URL("/", url).href);
    const start = Date.now();
    assert.equal(await resume(other, ticket), peer, "the newer socket is the same peer");
    const noticed = await whenRead(page, elsewhere, 5_000);
    await lasts(4_000); // longer than the first retries of a page that reconnects
    assert.equal(log.sockets.length, 1, "the older page opened no other socket");
    assert.ok(await isSocketOpen(other), "the newer socket keeps the seat");
    measured(`ticket used twice, ${role}`, { told: noticed - start });
  });
}

/** When the server had resumed that peer. */
async function returned(
  pair: LivePair,
  who: "viewer" | "broadcaster",
  since: number,
): Promise<number> {
  const { at } = who === "viewer"
    ? await pair.viewer.log.next("watching", since)
    : await pair.broadcaster.log.next("publishing", since);
  return at;
}

/** Checks that after a restart both are back in time as the same peers, and that a new viewer can join. */
async function backAfterRestart(
  pair: LivePair,
  before: ReturnType<typeof identities>,
  name: string,
  start: Mark,
  more: Record<string, number> = {},
): Promise<void> {
  const listening = Date.now();
  // The peers may have been faster than the log line that says that the server listens.
  const [broadcaster, viewer] = await Promise.all([
    returned(pair, "broadcaster", start.at),
    returned(pair, "viewer", start.at),
  ]);
  await assertOneViewer(pair, Infinity);
  await expectMedia(pair.viewer.page);
  const gap = await assertLinkKept(pair, start);
  const times = { broadcaster: broadcaster - listening, viewer: viewer - listening };
  const newcomer = await pair.viewer.context.newPage();
  await newcomer.goto(pair.viewer.url);
  await expectMedia(newcomer, 5);
  measured(name, { ...more, ...times, gap });
  assertWithin(Math.max(times.broadcaster, times.viewer), 5_000, "back");
  assert.deepEqual(identities(pair), before);
}

/** Fails if the picture stopped, or its link was replaced. Resolves with the largest gap. */
async function assertLinkKept({ viewer }: LivePair, start: Mark): Promise<number> {
  assert.deepEqual(viewer.log.of("renew", start.at), [], "nobody asked for another link");
  assert.deepEqual(viewer.log.of("answer", start.at), [], "no other link was made");
  return await assertUninterrupted(viewer.page, start);
}

function ticketOf(
  pair: LivePair,
  role: "viewer" | "broadcaster",
): { ticket: string; peer: string } {
  const newest = role === "viewer"
    ? pair.viewer.log.of("watching").at(-1)
    : pair.broadcaster.log.of("publishing").at(-1);
  if (newest === undefined) throw new Error("the server gave no ticket");
  return newest.message;
}

/** Uses the same ticket on a socket of another tab. Resolves with the peer id that the server assigns. */
function resume(page: Page, ticket: string): Promise<unknown> {
  return page.evaluate(
    ({ path, protocol, hello }) =>
      new Promise<unknown>((resolve, reject) => {
        const socket = new WebSocket(new URL(path, location.href.replace(/^http/, "ws")), protocol);
        Object.assign(globalThis, { testSocket: socket });
        socket.onopen = () => socket.send(JSON.stringify(hello));
        socket.onmessage = ({ data }) => resolve(JSON.parse(data).peer);
        socket.onclose = ({ code }) => reject(new Error(`closed with ${code}`));
      }),
    {
      path: SIGNALING_PATH,
      protocol: SUBPROTOCOL,
      hello: { type: "resume", ticket, negotiation: 1_000, linked: true },
    },
  );
}

/** Whether the socket of `resume` is still open. */
function isSocketOpen(page: Page): Promise<boolean> {
  return page.evaluate(() => Reflect.get(globalThis, "testSocket").readyState === WebSocket.OPEN);
}
