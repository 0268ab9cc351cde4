import assert from "node:assert/strict";
import fc from "fast-check";
import { CLOSE } from "@/signaling/protocol/close_codes.ts";
import type { ToBroadcaster } from "@/signaling/protocol/server_messages.ts";
import {
  broadcastDeadline,
  broadcastStep,
  QUIET_LOSS,
} from "@/webrtc/broadcast/broadcast_machine.ts";
import {
  type BroadcastEvent,
  type BroadcastMachine,
  OFF_AIR,
} from "@/webrtc/broadcast/broadcast_model.ts";

const publishing = (
  left: string[] = [],
  key: string | null = null,
  elapsed = 0,
): BroadcastEvent => ({
  type: "received",
  message: { type: "publishing", peer: "b", ticket: "t", stream: "live", key, left, elapsed },
});
const refused = (code: string, retryAfter?: number): BroadcastEvent => ({
  type: "received",
  message: { type: "error", code, message: "", retryAfter },
});
const closes = (code: number): BroadcastEvent => ({ type: "closed", code, suggestion: "other" });
const { refused: REFUSED, replaced: REPLACED } = CLOSE;

/** A broadcaster's machine, to which a test sends events. */
class BroadcastDriver {
  now = 1_000;
  machine: BroadcastMachine = OFF_AIR;
  /** The actions since the last `take`, in order. */
  readonly actions: string[] = [];

  send(...events: (BroadcastEvent | BroadcastEvent["type"])[]): this {
    for (const event of events) {
      const { machine, actions } = broadcastStep(this.machine, toEvent(event), this.now);
      this.machine = machine;
      this.actions.push(...actions.map(({ type }) => type));
    }
    return this;
  }

  /** Returns and clears the actions so far. */
  take(): string[] {
    return this.actions.splice(0);
  }
}

function toEvent(event: BroadcastEvent | BroadcastEvent["type"]): BroadcastEvent {
  if (typeof event !== "string") return event;
  switch (event) {
    case "received":
      return publishing();
    case "closed":
      return closes(1006);
    case "not-captured":
      return { type: event, problem: "no-webrtc" };
    case "captured":
      return { type: event, faults: {}, sources: ["camera", "microphone"] };
    case "preview":
      return { type: event, on: true };
    case "device":
      return { type: event, device: "camera", present: false };
    case "describe":
      return { type: event, changed: { title: "推拉", capacity: 2 } };
    case "remove":
      return { type: event, peer: "v" };
    case "unfit":
      return { type: event, problem: "no-webrtc" };
    case "link":
      return { type: event, works: false };
    default:
      return { type: event };
  }
}

const onAir = () =>
  new BroadcastDriver().send("start", "captured", "opened", publishing([], "key"));

Deno.test("broadcastStep goes live: captures devices, claims the seat, and stores the key", () => {
  const broadcaster = new BroadcastDriver();
  assert.deepEqual(broadcaster.send("start").take(), ["hang-up", "capture"]);
  assert.deepEqual(broadcaster.send("captured").take(), ["connect"]);
  assert.deepEqual(broadcaster.send("opened").take(), ["publish"]);
  assert.deepEqual(broadcaster.send(publishing([], "key")).take(), ["mark", "keep-key"]);
  assert.deepEqual(broadcaster.machine.state, {
    name: "live",
    since: 1_000,
    reconnecting: false,
    outdated: false,
    missing: [],
    isolated: false,
  });
});

Deno.test("broadcastStep stays live without the server, resumes with the ticket, and does not report a short loss", () => {
  const broadcaster = onAir();
  broadcaster.take();
  broadcaster.send("lost");
  assert.equal(broadcastDeadline(broadcaster.machine), broadcaster.now + QUIET_LOSS);
  broadcaster.now += QUIET_LOSS - 1;
  assert.equal(broadcaster.send("tick").machine.state.name, "live");
  assert.equal(JSON.stringify(broadcaster.machine.state).includes('"reconnecting":true'), false);
  broadcaster.now += 1;
  broadcaster.send("tick", "lost");
  assert.equal(JSON.stringify(broadcaster.machine.state).includes('"reconnecting":true'), true);
  assert.equal(broadcastDeadline(broadcaster.machine), null);
  // The server does not know which links work: only viewers that sent `leave` have left.
  assert.deepEqual(broadcaster.send("opened", publishing()).take(), ["resume"]);
  assert.deepEqual(broadcaster.send("lost", "opened", publishing(["v"])).take(), [
    "resume",
    "close-links",
  ]);
  assert.equal(JSON.stringify(broadcaster.machine.state).includes('"since":1000'), true);
  assert.equal(JSON.stringify(broadcaster.machine.state).includes('"reconnecting":true'), false);
});

Deno.test("broadcastStep stays live while the server speaks another sub-protocol, and reports that from the start until it reconnects", () => {
  const broadcaster = onAir();
  broadcaster.take();
  const isOutdated = () =>
    broadcaster.machine.state.name === "live" && broadcaster.machine.state.outdated;
  broadcaster.send("lost");
  assert.equal(isOutdated(), false);
  broadcaster.send({ type: "lost", outage: "outdated" });
  assert.equal(isOutdated(), true);
  broadcaster.now += QUIET_LOSS;
  broadcaster.send("tick", { type: "lost", outage: "server-down" });
  assert.equal(isOutdated(), false, "it is being changed again");
  broadcaster.send({ type: "lost", outage: "outdated" });
  assert.deepEqual(broadcaster.take(), [], "nothing is let go");
  broadcaster.send("opened", publishing());
  assert.deepEqual([isOutdated(), broadcaster.take()], [false, ["resume"]]);
});

Deno.test("broadcastStep claims the seat again if the ticket is refused", () => {
  const broadcaster = onAir();
  broadcaster.send("lost", "opened");
  broadcaster.take();
  broadcaster.send(refused("ticket-refused"), closes(REFUSED.code));
  assert.deepEqual(broadcaster.send("opened", publishing([])).take(), [
    "connect",
    "publish",
  ]);
  assert.equal(broadcaster.machine.state.name, "live");
});

Deno.test("broadcastStep releases everything if somebody else has the seat", () => {
  const replaced = onAir();
  replaced.take();
  assert.deepEqual(replaced.send(closes(REPLACED.code)).take(), ["leave-mark", "release"]);
  assert.equal(replaced.machine.state.name, "replaced");
  const taken = new BroadcastDriver().send("start", "captured", "opened", refused("stream-taken"));
  taken.take();
  assert.deepEqual(taken.send(closes(REFUSED.code)).take(), ["release"]);
  assert.deepEqual(taken.machine.state, { name: "taken", suggestion: "other" });
});

Deno.test("broadcastStep reports at once a failed first contact, or a refusal", () => {
  const failing: [BroadcastEvent["type"] | BroadcastEvent, string][] = [
    ["lost", "unreachable"],
    [{ type: "lost", outage: "forbidden" }, "forbidden"],
    [{ type: "lost", outage: "outdated" }, "outdated"],
    [refused("server-full"), "server-full"],
    [refused("too-many"), "too-many"],
    [refused("key-required"), "key-required"],
    [refused("bad-message"), "unexpected"],
  ];
  for (const [event, problem] of failing) {
    const broadcaster = new BroadcastDriver().send("start", "captured", event);
    if (typeof event === "object" && event.type === "received") {
      broadcaster.send(closes(REFUSED.code));
    }
    assert.deepEqual(broadcaster.machine.state, { name: "failed", problem });
    assert.equal(broadcaster.send("start").machine.state.name, "asking", "trying again works");
  }
});

Deno.test("broadcastStep resumes a live stream after bad input, later each time, and gives up in the end", () => {
  const broadcaster = onAir();
  broadcaster.take();
  const delays = () => {
    const { machine, actions } = broadcastStep(
      broadcaster.machine,
      closes(CLOSE.badInput.code),
      broadcaster.now,
    );
    broadcaster.machine = machine;
    return actions.flatMap((action) => action.type === "connect" ? action.delay : []);
  };
  const waited: number[] = [];
  for (let times = 0; times < 5; times++) {
    waited.push(...delays());
    assert.equal(broadcaster.machine.state.name, "live");
    broadcaster.now += 20_000;
    assert.deepEqual(broadcaster.send("opened").take(), ["resume"]);
    broadcaster.send(publishing());
  }
  assert.deepEqual(waited, [1_000, 2_000, 4_000, 8_000, 16_000]);
  broadcaster.now += 300_000;
  assert.deepEqual(delays(), [1_000], "forgotten after a while");
  for (let times = 0; times < 4; times++) delays();
  assert.deepEqual(delays(), []);
  assert.deepEqual(broadcaster.machine.state, { name: "failed", problem: "unexpected" });
});

Deno.test("broadcastStep asks a full server again for the seat of a live stream", () => {
  const broadcaster = onAir();
  broadcaster.send("lost", "opened", refused("server-full"));
  broadcaster.take();
  assert.deepEqual(broadcaster.send(closes(REFUSED.code)).take(), ["connect"]);
  assert.equal(broadcaster.machine.state.name, "live");
});

Deno.test("broadcastStep waits as long as the server asks", () => {
  const first = new BroadcastDriver().send("start", "captured", refused("too-many", 7_000));
  first.send(closes(REFUSED.code));
  const problem = "too-many";
  assert.deepEqual(first.machine.state, { name: "failed", problem, retryAfter: 7_000 });
  const live = onAir().send("lost", "opened", refused("too-many", 7_000));
  const { actions } = broadcastStep(live.machine, closes(REFUSED.code), 0);
  assert.deepEqual(actions, [{ type: "connect", delay: 7_000 }]);
});

Deno.test("broadcastStep lists the devices that ended, until others are captured", () => {
  const broadcaster = onAir();
  const missing = () =>
    broadcaster.machine.state.name === "live" && broadcaster.machine.state.missing;
  broadcaster.send("device", { type: "device", device: "microphone", present: false }, "device");
  assert.deepEqual(missing(), ["microphone", "camera"]);
  broadcaster.send({ type: "device", device: "microphone", present: true });
  assert.deepEqual(missing(), ["camera"]);
});

const NO_CAMERA: BroadcastEvent = {
  type: "captured",
  faults: { camera: "missing" },
  sources: ["microphone"],
};
const NOTHING: BroadcastEvent = {
  type: "captured",
  faults: { camera: "busy", microphone: "refused" },
  sources: [],
};

Deno.test("broadcastStep asks before it goes live without a device, and keeps the captured ones meanwhile", () => {
  const broadcaster = new BroadcastDriver().send("start");
  broadcaster.take();
  assert.deepEqual(broadcaster.send(NO_CAMERA).take(), []);
  assert.deepEqual(broadcaster.machine.state, {
    name: "lacking",
    faults: { camera: "missing" },
    captured: ["microphone"],
  });
  assert.deepEqual(broadcaster.send("start", "captured").take(), ["hang-up", "capture", "connect"]);
  broadcaster.send("opened", publishing());
  assert.deepEqual(
    broadcaster.machine.state.name === "live" && broadcaster.machine.state.missing,
    [],
  );
});

Deno.test("broadcastStep releases the captured devices before it captures all of them again", () => {
  const broadcaster = new BroadcastDriver().send("start", NO_CAMERA);
  broadcaster.take();
  assert.deepEqual(broadcaster.send({ type: "start", afresh: true }).take(), [
    "release",
    "capture",
  ]);
});

Deno.test("broadcastStep goes live without a missing device if it must not ask, and lists it", () => {
  const broadcaster = new BroadcastDriver().send(
    { type: "start", acceptsMissing: true },
    NO_CAMERA,
  );
  const { state } = broadcaster.send("opened", publishing()).machine;
  assert.deepEqual(state.name === "live" && state.missing, ["camera"]);

  const nothing = new BroadcastDriver().send({ type: "start", acceptsMissing: true }, NOTHING);
  assert.equal(nothing.machine.state.name, "lacking");
  assert.equal(nothing.take().at(-1), "release");
});

Deno.test("broadcastStep lists a device that ended while the seat was claimed", () => {
  const { state } =
    new BroadcastDriver().send("start", "captured", "device", "opened", publishing()).machine;
  assert.deepEqual(state.name === "live" && state.missing, ["camera"]);
});

Deno.test("broadcastStep forgets a failed attempt when the person changes the preview", () => {
  const lacking = new BroadcastDriver().send("start", NO_CAMERA);
  assert.equal(lacking.send({ type: "preview", on: false }).machine.state.name, "idle");
  for (const event of [NO_CAMERA, NOTHING, toEvent("not-captured")]) {
    assert.equal(new BroadcastDriver().send("start", event, "preview").machine.state.name, "idle");
  }
  const nothing = new BroadcastDriver().send("start", NOTHING, { type: "preview", on: false });
  assert.equal(nothing.machine.state.name, "lacking", "what it let go itself is nobody's wish");
  assert.equal(onAir().send("preview").machine.state.name, "live");
});

Deno.test("broadcastStep marks this browser as live for exactly as long as it is live", () => {
  const marks = (broadcaster: BroadcastDriver) =>
    broadcaster.take().filter((action) => action.endsWith("mark"));
  const broadcaster = new BroadcastDriver().send("start", "captured", "opened");
  assert.deepEqual(marks(broadcaster), [], "not live yet");
  broadcaster.send(publishing());
  assert.deepEqual(marks(broadcaster), ["mark"]);
  broadcaster.send("lost", "opened", publishing(), "describe", "preview");
  assert.deepEqual(marks(broadcaster), [], "it is live all the while");
  const ends: [event: BroadcastEvent, mark: string][] = [
    [{ type: "stop" }, "unmark"],
    [{ type: "start" }, "unmark"], // until it is live again
    [closes(1000), "unmark"],
    [closes(REPLACED.code), "leave-mark"],
    [{ type: "leave" }, "leave-mark"],
  ];
  for (const [event, mark] of ends) {
    const broadcaster = onAir();
    broadcaster.take();
    assert.deepEqual(marks(broadcaster.send(event)), [mark], JSON.stringify(event));
    assert.deepEqual(marks(broadcaster.send("leave")), [], "once");
  }
  // After Stop, the next visit must not offer to resume, whatever the state was.
  assert.deepEqual(marks(new BroadcastDriver().send("remembered", "stop")), ["unmark"]);
});

Deno.test("broadcastStep sends the whole description when a part of it changes", () => {
  const broadcaster = onAir().send("describe", { type: "describe", changed: { capacity: 7 } });
  broadcaster.send({ type: "describe", changed: { media: { picture: "hidden", sound: "on" } } });
  const media = { picture: "hidden", sound: "on" } as const;
  assert.deepEqual(broadcaster.machine.description, { title: "推拉", capacity: 7, media });
});

Deno.test("broadcastStep sends a new description while live, and keeps it", () => {
  const broadcaster = new BroadcastDriver();
  assert.deepEqual(broadcaster.send("describe").take(), []);
  const description = { title: "推拉", capacity: 2 };
  assert.deepEqual(broadcaster.machine.description, description);
  broadcaster.send("start", "captured", "opened", "received").take();
  assert.deepEqual(broadcaster.send("describe").take(), [], "no news");
  const untidy = { title: " e\u0301\n", capacity: -1.5 };
  assert.deepEqual(broadcaster.send({ type: "describe", changed: untidy }).take(), ["describe"]);
  assert.deepEqual(broadcaster.machine.description, { title: "é", capacity: 0 });
  broadcaster.send("describe");
  for (const event of ["lost", "opened", "received", "stop", "start"] as const) {
    assert.deepEqual(broadcaster.send(event).machine.description, description, event);
  }
  const gone = [broadcaster, onAir().send("describe"), onAir().send("describe")];
  gone[0].send({ type: "not-captured", problem: "no-webrtc" });
  gone[1].send(closes(REPLACED.code));
  gone[2].send(refused("stream-taken"), closes(REFUSED.code));
  for (const { machine } of gone) assert.deepEqual(machine.description, description);
});

Deno.test("broadcastStep closes the link of a viewer that is removed, and repeats the removal to the server until the viewer has left", () => {
  const left: BroadcastEvent = { type: "received", message: { type: "left", peer: "v" } };
  const idle = new BroadcastDriver();
  assert.deepEqual(idle.send("remove").take(), []);

  const driver = onAir();
  driver.take();
  assert.deepEqual(driver.send("remove").take(), ["close-links", "remove"]);
  assert.deepEqual(driver.send(left, "lost", "opened", publishing()).take(), ["resume"]);

  const lost = onAir().send("lost", "remove");
  lost.take();
  assert.deepEqual(lost.send("opened", publishing()).take(), ["resume", "remove"]);
  assert.deepEqual(lost.send("lost", "opened", publishing()).take(), ["resume"], "once more");

  const gone = onAir().send("lost", "remove");
  gone.take();
  assert.deepEqual(gone.send("opened", publishing(["v"])).take(), ["resume", "close-links"]);
});

Deno.test("broadcastStep remembers a removal once, however often it is requested", () => {
  const broadcaster = onAir();
  for (let i = 0; i < 10; i++) broadcaster.send("remove");
  assert.deepEqual(broadcaster.machine.removing, ["v"]);
});

Deno.test("broadcastStep offers to resume only before anything has begun", () => {
  assert.equal(new BroadcastDriver().send("remembered").machine.state.name, "resumable");
  assert.equal(new BroadcastDriver().send("start", "remembered").machine.state.name, "asking");
  assert.equal(onAir().send("remembered").machine.state.name, "live");
});

Deno.test("broadcastStep reports that this browser cannot broadcast only before anything has begun", () => {
  const unfit = new BroadcastDriver().send("unfit");
  assert.deepEqual(unfit.machine.state, { name: "failed", problem: "no-webrtc" });
  assert.equal(new BroadcastDriver().send("start", "unfit").machine.state.name, "asking");
  assert.equal(onAir().send("unfit").machine.state.name, "live");
});

Deno.test("broadcastStep is isolated after two failed links in a row, until one connects", () => {
  const broadcaster = onAir();
  const isolated = () =>
    broadcaster.machine.state.name === "live" && broadcaster.machine.state.isolated;
  const works: BroadcastEvent = { type: "link", works: true };
  broadcaster.send("link", works, "link");
  assert.equal(isolated(), false, "not in a row");
  broadcaster.send("lost", "opened", publishing(), "link");
  assert.equal(isolated(), true, "the server has nothing to do with it");
  broadcaster.send("lost", "opened", publishing());
  assert.equal(isolated(), true);
  broadcaster.send(works);
  assert.equal(isolated(), false);
  broadcaster.send("link", "link", "stop", "start", "captured", "opened", "received");
  assert.equal(isolated(), false, "another broadcast");
});

const messages: ToBroadcaster[] = [
  { type: "viewers", count: 1, waiting: 0 },
  { type: "left", peer: "v" },
  { type: "error", code: "no-such-link", message: "" },
  { type: "error", code: "ticket-refused", message: "" },
  { type: "error", code: "stream-taken", message: "" },
];
const anyEvent = fc.oneof(
  fc.constantFrom<BroadcastEvent["type"]>(
    "start",
    "stop",
    "leave",
    "captured",
    "opened",
    "lost",
    "tick",
    "remembered",
    "not-captured",
    "preview",
    "device",
    "describe",
    "remove",
    "unfit",
    "link",
  ).map(toEvent),
  fc.constantFrom(NO_CAMERA, NOTHING),
  fc.constantFrom(...messages).map((message): BroadcastEvent => ({ type: "received", message })),
  fc.subarray(["v", "w"]).map((left) => publishing(left)),
  fc.constantFrom(...Object.values(CLOSE)).map(({ code }) => closes(code)),
);

Deno.test("broadcastStep holds devices, ticket and socket only while they are wanted, and can always start again", () => {
  fc.assert(
    fc.property(fc.array(anyEvent, { maxLength: 40 }), (events) => {
      const broadcaster = new BroadcastDriver();
      let holds = false; // devices or a socket
      let isMarked = false;
      for (const event of events) {
        broadcaster.send(event);
        for (const action of broadcaster.take()) {
          if (action === "capture" || action === "connect") holds = true;
          if (action === "release") holds = false;
          if (action === "mark") isMarked = true;
          if (action === "unmark" || action === "leave-mark") isMarked = false;
        }
        const { state, ticket } = broadcaster.machine;
        const isOn = ["asking", "claiming", "live"].includes(state.name);
        const hasSome = state.name === "lacking" && state.captured.length > 0;
        // A preview that the user opened stays open.
        if (event.type === "preview" && state.name === "idle") holds = false;
        if (!isOn) assert.equal(ticket, null, state.name);
        assert.equal(isMarked, state.name === "live", `marked, ${state.name}`);
        if (!isOn && !hasSome) assert.equal(holds, false, `${state.name} after ${event.type}`);
        broadcaster.now += 100;
      }
      assert.equal(
        broadcaster.send("stop", "start", "captured", "opened", publishing()).machine.state.name,
        "live",
      );
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("broadcastStep counts the time on air from the beginning, across reloads and server restarts", () => {
  const since = ({ machine: { state } }: BroadcastDriver) =>
    state.name === "live" ? state.since : null;
  const reloaded = new BroadcastDriver().send(
    "start",
    "captured",
    "opened",
    publishing([], null, 600),
  );
  assert.equal(since(reloaded), 400);
  reloaded.now = 5_000;
  assert.equal(since(reloaded.send("lost", "opened", publishing([], null, 4_600))), 400);
  assert.equal(since(reloaded.send("lost", "opened", publishing([], null, 0))), 400, "restarted");
  assert.equal(
    since(reloaded.send("lost", "opened", publishing([], null, 6_000))),
    -1_000,
    "slept",
  );
});

Deno.test("broadcastStep reports after Stop the duration and the most viewers, even across server restarts", () => {
  const viewers = (count: number): BroadcastEvent => ({
    type: "received",
    message: { type: "viewers", count, waiting: 0 },
  });
  const broadcaster = onAir().send(viewers(2), viewers(5), viewers(1));
  broadcaster.now += 60_000;
  assert.equal(
    broadcaster.send("lost", "opened", publishing()).machine.viewers,
    1,
    "until the server sends the count",
  );
  assert.equal(broadcaster.send(viewers(3)).machine.viewers, 3);
  assert.equal(broadcaster.send("stop").machine.viewers, 0);
  assert.deepEqual(broadcaster.machine.state, { name: "ended", lasted: 60_000, most: 5 });
  // The next broadcast starts counting again.
  broadcaster.send("start", "captured", "opened", publishing(), viewers(1), "stop");
  assert.deepEqual(broadcaster.machine.state, { name: "ended", lasted: 0, most: 1 });
  // A broadcast that never went live has no summary.
  assert.deepEqual(new BroadcastDriver().send("start", "stop").machine.state, { name: "idle" });
});
