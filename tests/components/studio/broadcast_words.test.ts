import assert from "node:assert/strict";
import {
  broadcastButton,
  broadcastWords,
  keyHelps,
  mayGoAloneWith,
  needsReload,
} from "@/components/studio/broadcast_words.ts";
import { STUDIO } from "@/i18n/studio.ts";
import type {
  BroadcastProblem,
  BroadcastState,
  Device,
  DeviceFault,
  Faults,
  Source,
} from "@/webrtc/states.ts";

const PROBLEMS: Record<BroadcastProblem, true> = {
  "insecure-page": true,
  "no-webrtc": true,
  "server-full": true,
  "too-many": true,
  "key-required": true,
  "unreachable": true,
  "forbidden": true,
  "server-fault": true,
  "server-down": true,
  "outdated": true,
  "no-socket": true,
  "unexpected": true,
};

const FAILURES: BroadcastState[] = Object.keys(PROBLEMS)
  .filter((name): name is BroadcastProblem => name in PROBLEMS)
  .map((problem) => ({ name: "failed", problem }));

const WELL = { reconnecting: false, outdated: false, isolated: false };
const lacking = (faults: Faults, ...captured: Source[]) => ({
  name: "lacking" as const,
  faults,
  captured,
});

const DEVICE_FAULTS: Record<DeviceFault, true> = {
  missing: true,
  busy: true,
  refused: true,
  dismissed: true,
  blocked: true,
};

/** Every fault of the camera, of the microphone, and of both. */
const LACKING = Object.keys(DEVICE_FAULTS)
  .filter((name): name is DeviceFault => name in DEVICE_FAULTS)
  .flatMap((fault) => [
    lacking({ camera: fault }, "microphone"),
    lacking({ microphone: fault }, "camera"),
    lacking({ camera: fault, microphone: fault }),
  ]);

const STATES: BroadcastState[] = [
  { name: "idle" },
  { name: "asking" },
  { name: "claiming" },
  { name: "resumable" },
  { name: "ended", lasted: 754_000, most: 3 },
  { name: "live", since: 0, missing: ["camera"], ...WELL },
  { name: "live", since: 0, missing: [], ...WELL },
  { name: "live", since: 0, missing: [], ...WELL, reconnecting: true },
  { name: "live", since: 0, missing: [], ...WELL, reconnecting: true, outdated: true },
  { name: "live", since: 0, missing: [], ...WELL, isolated: true },
  { name: "taken", suggestion: "live-2" },
  { name: "replaced" },
  ...FAILURES,
];

Deno.test("every broadcast state has a title and says what to do in a sentence of its own", () => {
  for (const texts of Object.values(STUDIO)) {
    const words = STATES.map((state) => broadcastWords(state, texts));
    for (const { title, detail } of words) {
      assert.match(title, /\S/);
      assert.match(detail, /[.。]$/);
    }
    assert.equal(new Set(words.map(({ detail }) => detail)).size, STATES.length);
  }
});

Deno.test("every failure has a title of its own, and can be tried again where that may help", () => {
  for (const texts of Object.values(STUDIO)) {
    const titles = new Set(FAILURES.map((state) => broadcastWords(state, texts).title));
    assert.equal(titles.size, FAILURES.length);
    for (const state of FAILURES) {
      assert.equal(broadcastWords(state, texts).tone, "trouble");
      const isHopeless = state.name === "failed" &&
        ["no-webrtc", "insecure-page", "outdated"].includes(state.problem);
      const { label, action } = broadcastButton(state, texts);
      assert.equal(label, texts.buttons[isHopeless ? "start" : "again"]);
      assert.equal(action === "wait", isHopeless);
    }
  }
});

Deno.test("too many requests are said with the time to wait, in whole minutes", () => {
  const detail = (retryAfter: number) =>
    broadcastWords({ name: "failed", problem: "too-many", retryAfter }, STUDIO.en).detail;
  assert.equal(detail(1), "Try again in 1 min.");
  assert.equal(detail(60_001), "Try again in 2 min.");
});

Deno.test("what is gone of a broadcast is said, above all else", () => {
  const detail = (missing: Device[]) =>
    broadcastWords(
      { name: "live", since: 0, missing, ...WELL, reconnecting: true },
      STUDIO.en,
    ).detail;
  assert.match(detail(["camera"]), /^Camera disconnected.* Sound continues\.$/);
  assert.match(detail(["microphone"]), /^Microphone disconnected.* The picture continues\.$/);
  assert.match(detail(["camera", "microphone"]), /^Camera and microphone disconnected[^.]*\.$/);
  assert.match(detail([]), /^Reconnecting/);
});

Deno.test("a reload is asked for where the server speaks otherwise: off the air in place of trying again, and above all else on it", () => {
  const asked = STATES.filter(needsReload);
  assert.deepEqual(asked.map(({ name }) => name), ["live", "failed"]);
  const live: BroadcastState = {
    ...{ name: "live", since: 0, missing: ["camera"], ...WELL },
    outdated: true,
    isolated: true,
  };
  assert.ok(needsReload(live));
  const { detail, tone } = broadcastWords(live, STUDIO.en);
  assert.match(detail, /older than the server.* nobody new can join.* Reloading .* interrupts/);
  assert.equal(tone, "warning", "the picture is on");
  assert.equal(broadcastButton(live, STUDIO.en).action, "stop");
});

Deno.test("the main button follows the state", () => {
  const button = (state: BroadcastState) => broadcastButton(state, STUDIO.en);
  const label = (state: BroadcastState) => button(state).label;
  assert.equal(label({ name: "idle" }), STUDIO.en.buttons.start);
  assert.equal(
    label({ name: "live", since: 0, missing: [], ...WELL }),
    STUDIO.en.buttons.stop,
  );
  assert.equal(
    label({ name: "live", since: 0, missing: [], ...WELL, isolated: true }),
    STUDIO.en.buttons.stop,
  );
  assert.equal(label({ name: "replaced" }), STUDIO.en.buttons.here);
  assert.equal(button({ name: "asking" }).action, "cancel");
  assert.equal(button({ name: "claiming" }).action, "cancel");
});

Deno.test("a key is asked for where it helps, and only there", () => {
  const helped = STATES.filter(keyHelps).map((state) =>
    state.name === "failed" ? state.problem : state.name
  );
  assert.deepEqual(helped, ["taken", "key-required"]);
});

Deno.test("after a broadcast: how long it was, and how many watched at most", () => {
  const ended = { name: "ended", lasted: 754_000, most: 3 } as const;
  const { detail, tone } = broadcastWords(ended, STUDIO.en);
  assert.match(detail, /12:34.*3/);
  assert.equal(tone, "calm");
  assert.equal(broadcastButton(ended, STUDIO.en).action, "start");
  assert.equal(broadcastWords(ended, STUDIO.en, { isPreviewing: true }).tone, "preview");
});

Deno.test("what is lacking has a title of its own, which names it, and says what to do", () => {
  for (const texts of Object.values(STUDIO)) {
    const words = LACKING.map((state) => broadcastWords(state, texts));
    assert.equal(new Set(words.map(({ title }) => title)).size, LACKING.length);
    for (const { detail, tone } of words) {
      assert.match(detail, /[.。]$/);
      assert.equal(tone, "trouble");
    }
  }
  const { title, detail } = broadcastWords(
    lacking({ camera: "missing", microphone: "refused" }),
    STUDIO.en,
  );
  assert.equal(title, "Camera and microphone cannot be used");
  assert.match(detail, /^No camera was found\. The microphone is blocked for this page\. /);
});

Deno.test("where a device is lacking, the main button goes live with what there is", () => {
  const label = (state: BroadcastState) => broadcastButton(state, STUDIO.en).label;
  assert.equal(label(lacking({ camera: "missing" }, "microphone")), "Go live with sound alone");
  assert.equal(label(lacking({ microphone: "busy" }, "camera")), "Go live without sound");
  assert.equal(label(lacking({ microphone: "busy" }, "camera", "screen")), "Go live anyway");
  assert.equal(label(lacking({ camera: "busy", microphone: "busy" })), "Try again");
});

Deno.test("one device alone is offered where the browser would ask for it", () => {
  assert.deepEqual(mayGoAloneWith(lacking({ camera: "dismissed", microphone: "dismissed" })), [
    "microphone",
    "camera",
  ]);
  assert.deepEqual(mayGoAloneWith(lacking({ microphone: "refused" })), ["camera"]);
  assert.deepEqual(mayGoAloneWith(lacking({ camera: "missing", microphone: "refused" })), []);
  assert.deepEqual(mayGoAloneWith(lacking({ camera: "dismissed" }, "microphone")), []);
});

Deno.test("a browser that asks is named, also for a preview, and where its question is once it lasts", () => {
  const title = (name: "idle" | "asking", asks: "now" | "long" | null) =>
    broadcastWords({ name }, STUDIO.en, { asks }).title;
  assert.equal(title("idle", "now"), title("asking", "now"));
  assert.notEqual(title("idle", "long"), title("idle", "now"));
  assert.equal(title("idle", "long"), title("asking", "long"));
});
