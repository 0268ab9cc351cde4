/** The network itself fails: paths die, everything falls silent. Each test has a small internet of its own. */
import assert from "node:assert/strict";
import {
  assertOneViewer,
  assertWithin,
  identities,
  type LivePairAcross,
  openLivePairAcross,
} from "../support/live_pair.ts";
import { expectMedia, linksClosed } from "../support/browser.ts";
import {
  INTERRUPTION,
  keepsLastPicture,
  largestGap,
  pictureAfter,
  whenRead,
} from "../support/frames.ts";
import { lasts } from "../support/lasts.ts";
import { measured } from "../support/measured.ts";
import { canMakeNetworks, NEEDS_NETWORKS } from "../support/namespaces.ts";
import { openNetwork } from "../support/network.ts";

const networks = await canMakeNetworks();
const suffix = networks ? "" : ` (${NEEDS_NETWORKS})`;
/** Five minutes are too long for every run: `LONG_SILENCE=1` asks for them. */
const longSilence = Deno.env.get("LONG_SILENCE") === "1";

/** What a viewer's page may say while nothing can come. */
const AWAY = /reconnecting|away|paused|interrupted|cannot reach|connection/i;

for (const mover of ["viewer", "broadcaster"] as const) {
  Deno.test({
    name:
      `recovery: the ${mover}'s address changes: at most 3 s of frozen picture after the new path${suffix}`,
    ignore: !networks,
    async fn() {
      await using network = await openNetwork();
      await using pair = await openLivePairAcross(network, mover);
      const before = identities(pair);
      // From Wi-Fi to cellular: the old interface is gone, and the new one takes a second to come up.
      await network.leave("a");
      await lasts(1_000);
      await network.enter("b");
      await mended(pair, before, `${mover}'s address changes`, Date.now());
    },
  });
}

Deno.test({
  name:
    `recovery: a path dies unnoticed, then the viewer is on another: at most 3 s frozen after the new path${suffix}`,
  ignore: !networks,
  async fn() {
    await using network = await openNetwork();
    await using pair = await openLivePairAcross(network, "viewer");
    const before = identities(pair);
    // As a VPN that hangs, and is then switched off: no interface says that anything is wrong.
    await network.silence("a");
    await lasts(2_000);
    await network.enter("b");
    await network.leave("a");
    await mended(pair, before, "path dies unnoticed", Date.now());
  },
});

for (const seconds of [5, 30, 300]) {
  const tooLong = seconds > 60 && !longSilence;
  Deno.test({
    name:
      `recovery: ${seconds} s without a packet either way: back by itself within 3 s of the network's return${suffix}${
        tooLong ? " (LONG_SILENCE=1 runs it)" : ""
      }`,
    ignore: !networks || tooLong,
    async fn() {
      await using network = await openNetwork();
      await using pair = await openLivePairAcross(network, "viewer");
      const before = identities(pair);
      const start = Date.now();
      await network.silence("a");
      const told = seconds > 5 ? whenRead(pair.viewer.page, AWAY) : null;
      await lasts(seconds * 1_000);
      assert.ok(
        await largestGap(pair.viewer.page, start) > INTERRUPTION,
        "the silence stopped the picture",
      );
      assert.ok(await keepsLastPicture(pair.viewer.page), "the page is not blank");
      const toldAfter = { told: told === null ? undefined : await told - start };
      await network.restore("a");
      // Windows in which the same peer may come back are shorter than the longest silence.
      await mended(
        pair,
        seconds < 30 ? before : null,
        `silence of ${seconds} s`,
        Date.now(),
        toldAfter,
      );
    },
  });
}

Deno.test({
  name:
    `recovery: the viewer vanishes without a packet: it is out of the count within 15 s, and its link is closed${suffix}`,
  ignore: !networks,
  async fn() {
    await using network = await openNetwork();
    await using pair = await openLivePairAcross(network, "viewer");
    const { page } = pair.broadcaster;
    const start = Date.now();
    const counted = whenRead(page, /\b0 watching/, 20_000);
    await network.silence("a");
    const count = await counted - start;
    await linksClosed(page, 90_000);
    measured("viewer vanishes", { count, closed: Date.now() - start });
    assertWithin(count, 15_000, "the count");
  },
});

/** There is a way again since `instant`: the picture is back in time, on one link, and nobody became somebody else. */
async function mended(
  pair: LivePairAcross,
  before: ReturnType<typeof identities> | null,
  what: string,
  instant: number,
  more: Readonly<Record<string, number | undefined>> = {},
): Promise<void> {
  const picture = await pictureAfter(pair.viewer.page, instant, 60_000);
  await expectMedia(pair.viewer.page, 5);
  const [watching] = pair.viewer.log.of("watching", instant);
  measured(what, { ...more, signaling: watching && watching.at - instant, picture });
  assertWithin(picture, 3_000, "the picture after the network's return");
  await assertOneViewer(pair, Infinity);
  if (before !== null) assert.deepEqual(identities(pair), before);
}
