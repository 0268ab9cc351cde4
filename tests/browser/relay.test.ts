/** Links through a relay, a real coturn, on one machine. */
import assert from "node:assert/strict";
import { hasCoturn, NEEDS_COTURN, startCoturn, TURN_SECRET } from "../support/coturn.ts";
import { openHouse } from "../support/house.ts";
import { selectedPaths } from "../support/paths.ts";

const coturns = await hasCoturn();

function test(name: string, fn: () => Promise<void>): void {
  const suffix = coturns ? "" : ` (${NEEDS_COTURN})`;
  Deno.test({ name: `relay: ${name}${suffix}`, ignore: !coturns, fn });
}

/** A server whose TURN server is a coturn of its own. */
async function openRelayed(env: Record<string, string> = {}, args: readonly string[] = []) {
  const coturn = await startCoturn({ args: ["--allow-loopback-peers", ...args] });
  const house = await openHouse({
    env: { TURN_URLS: `turn:${coturn.host}`, TURN_SECRET, ...env },
  });
  return {
    coturn,
    house,
    async [Symbol.asyncDispose]() {
      await house[Symbol.asyncDispose]();
      await coturn[Symbol.asyncDispose]();
    },
  };
}

test("with ICE_TRANSPORT_POLICY=relay all media goes through it, and both ends are told so", async () => {
  await using relayed = await openRelayed({ ICE_TRANSPORT_POLICY: "relay" });
  const { broadcaster, viewer } = await relayed.house.onAir();
  for (const page of [broadcaster, viewer]) {
    const paths = await selectedPaths(page);
    assert.ok(paths.length > 0);
    assert.ok(paths.every(({ local }) => local === "relay"), JSON.stringify(paths));
  }
  await broadcaster.locator("summary", { hasText: "Viewers" }).click();
  await broadcaster.getByText("Relayed", { exact: true }).waitFor();
});
