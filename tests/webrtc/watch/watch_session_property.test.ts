/** The session in a simulated world. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { type WatchStep, watchStep } from "@/webrtc/watch/watch_machine.ts";
import { PATIENCE, type WatchMachine } from "@/webrtc/watch/watch_model.ts";
import { testProperty } from "../../support/property.ts";
import { Violation } from "../../support/room_checker.ts";
import { checkWatching, WATCHING, watchScripts } from "../../support/watch_property.ts";

testProperty(WATCHING);

// --- the check is no blind one: broken machines are found ------------------------------------------------------------

/** A machine whose every step is tampered with. */
function tampered(change: (after: WatchStep, before: WatchMachine) => WatchStep): typeof watchStep {
  return (machine, event, now) => change(watchStep(machine, event, now), machine);
}

/** A machine whose links, once they are in one state, are put into another. */
function tamperedLink(
  name: WatchMachine["link"]["name"],
  change: (machine: WatchMachine) => WatchMachine["link"],
): typeof watchStep {
  return tampered(({ machine, actions }, before) =>
    machine.link.name === name && before.link !== machine.link
      ? { machine: { ...machine, link: change(machine) }, actions }
      : { machine, actions }
  );
}

const BROKEN: Record<string, { broken: typeof watchStep; finding: RegExp }> = {
  "a broken link is never restarted": {
    broken: tamperedLink(
      "broken",
      () => ({ name: "broken", until: Infinity, lastMediaAt: Infinity }),
    ),
    finding: /does not play|stops to play/,
  },
  "a link that failed is not made again": {
    broken: tamperedLink("none", () => ({ name: "none", until: null })),
    finding: /does not play/,
  },
  "links that failed are not counted": {
    broken: tampered((after) =>
      after.machine.failures === 0
        ? after
        : { ...after, machine: { ...after.machine, failures: 0 } }
    ),
    finding: /offers a minute/,
  },
  "a lost socket tears the link down": {
    broken: (machine, event, now) => {
      const after = watchStep(machine, event, now);
      if (event.type !== "lost") return after;
      const link = { name: "none", until: now } as const;
      return {
        machine: { ...after.machine, link },
        actions: [...after.actions, { type: "unlink" }],
      };
    },
    finding: /carries media/,
  },
  "a peer that is back makes a new link": {
    broken: (machine, event, now) => {
      const after = watchStep(machine, event, now);
      const back = event.type === "received" && event.message.type === "watching";
      return back
        ? watchStep(after.machine, { type: "received", message: { type: "renew" } }, now)
        : after;
    },
    finding: /carries media/,
  },
  "the answer to an older offer is taken": {
    broken: (machine, event, now) => {
      const after = watchStep(machine, event, now);
      return event.type === "received" && event.message.type === "answer" &&
          after.actions.length === 0
        ? { ...after, actions: [{ type: "accept", sdp: event.message.sdp }] }
        : after;
    },
    finding: /the answer to another offer/,
  },
  "an abandoned link is listened to": {
    broken: (machine, event, now) =>
      watchStep(machine, "link" in event ? { ...event, link: machine.linkId } : event, now),
    finding: /abandoned link/,
  },
  "a refused ticket is the end": {
    broken: (machine, event, now) =>
      event.type === "closed"
        ? { machine: { ...machine, contact: "over" }, actions: [] }
        : watchStep(machine, event, now),
    finding: /given up/,
  },
  "TURN servers are not taken up": {
    broken: tampered(({ machine, actions }) => ({
      machine,
      actions: actions.filter(({ type }) => type !== "turn-servers"),
    })),
    finding: /does not play/,
  },
  "a full stream is not asked again": {
    broken: tampered(({ machine, actions }) => ({
      machine,
      actions: actions.filter((action) =>
        action.type !== "connect" || action.delay !== PATIENCE.full
      ),
    })),
    finding: /does not play/,
  },
};

for (const [what, { broken, finding }] of Object.entries(BROKEN)) {
  Deno.test(`the simulated world finds it when ${what}`, async () => {
    const rules = fc.asyncProperty(
      watchScripts,
      async (script) => void await checkWatching(broken, script),
    );
    // One seed, so that what this proves does not depend on luck.
    const result = await fc.check(rules, { numRuns: 2_000, seed: 2026, endOnFailure: true });
    assert.ok(result.failed, "nothing was found");
    assert.ok(result.errorInstance instanceof Violation, `${result.errorInstance}`);
    assert.match(result.errorInstance.message, finding);
  });
}
