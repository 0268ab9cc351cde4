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
const refused = (code: string): BroadcastEvent => ({
  type: "received",
  message: { type: "error", code, message: "" },
});
const closes = (code: number): BroadcastEvent => ({ type: "closed", code, suggestion: "other" });
const { refused: REFUSED, replaced: REPLACED } = CLOSE;

/** A broadcaster whose story a test tells. */
class BroadcastDriver {
  now = 1_000;
  machine: BroadcastMachine = OFF_AIR;
  /** Everything that was done, in its order. */
  readonly done: string[] = [];

  tell(...events: (BroadcastEvent | BroadcastEvent["type"])[]): this {
    for (const event of events) {
      const { machine, actions } = broadcastStep(this.machine, toEvent(event), this.now);
      this.machine = machine;
      this.done.push(...actions.map(({ type }) => type));
    }
    return this;
  }

  /** What was done since this was asked last. */
  take(): string[] {
    return this.done.splice(0);
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
  new BroadcastDriver().tell("start", "captured", "opened", publishing([], "key"));

Deno.test("broadcastStep goes live: captures devices, claims the seat, and stores the key", () => {
  const story = new BroadcastDriver();
  assert.deepEqual(story.tell("start").take(), ["hang-up", "capture"]);
  assert.deepEqual(story.tell("captured").take(), ["connect"]);
  assert.deepEqual(story.tell("opened").take(), ["publish"]);
  assert.deepEqual(story.tell(publishing([], "key")).take(), ["mark", "keep-key"]);
  assert.deepEqual(story.machine.state, {
    name: "live",
    since: 1_000,
    reconnecting: false,
    outdated: false,
    missing: [],
    isolated: false,
  });
});

Deno.test("broadcastStep stays live without the server, resumes with the ticket, and does not report a short loss", () => {
  const story = onAir();
  story.take();
  story.tell("lost");
  assert.equal(broadcastDeadline(story.machine), story.now + QUIET_LOSS);
  story.now += QUIET_LOSS - 1;
  assert.equal(story.tell("tick").machine.state.name, "live");
  assert.equal(JSON.stringify(story.machine.state).includes('"reconnecting":true'), false);
  story.now += 1;
  story.tell("tick", "lost");
  assert.equal(JSON.stringify(story.machine.state).includes('"reconnecting":true'), true);
  assert.equal(broadcastDeadline(story.machine), null);
  // Whose links are good is not the server's to know: only those who said so have left.
  assert.deepEqual(story.tell("opened", publishing()).take(), ["resume"]);
  assert.deepEqual(story.tell("lost", "opened", publishing(["v"])).take(), [
    "resume",
    "close-links",
  ]);
  assert.equal(JSON.stringify(story.machine.state).includes('"since":1000'), true);
  assert.equal(JSON.stringify(story.machine.state).includes('"reconnecting":true'), false);
});

Deno.test("broadcastStep stays live while the server speaks another sub-protocol, and reports that from the start until it reconnects", () => {
  const story = onAir();
  story.take();
  const isOutdated = () => story.machine.state.name === "live" && story.machine.state.outdated;
  story.tell("lost");
  assert.equal(isOutdated(), false);
  story.tell({ type: "lost", outage: "outdated" });
  assert.equal(isOutdated(), true);
  story.now += QUIET_LOSS;
  story.tell("tick", { type: "lost", outage: "server-down" });
  assert.equal(isOutdated(), false, "it is being changed again");
  story.tell({ type: "lost", outage: "outdated" });
  assert.deepEqual(story.take(), [], "nothing is let go");
  story.tell("opened", publishing());
  assert.deepEqual([isOutdated(), story.take()], [false, ["resume"]]);
});

Deno.test("broadcastStep claims the seat again if the ticket is refused", () => {
  const story = onAir();
  story.tell("lost", "opened");
  story.take();
  story.tell(refused("ticket-refused"), closes(REFUSED.code));
  assert.deepEqual(story.tell("opened", publishing([])).take(), [
    "connect",
    "publish",
  ]);
  assert.equal(story.machine.state.name, "live");
});

Deno.test("broadcastStep releases everything if somebody else has the seat", () => {
  const replaced = onAir();
  replaced.take();
  assert.deepEqual(replaced.tell(closes(REPLACED.code)).take(), ["leave-mark", "release"]);
  assert.equal(replaced.machine.state.name, "replaced");
  const taken = new BroadcastDriver().tell("start", "captured", "opened", refused("stream-taken"));
  taken.take();
  assert.deepEqual(taken.tell(closes(REFUSED.code)).take(), ["release"]);
  assert.deepEqual(taken.machine.state, { name: "taken", suggestion: "other" });
});

Deno.test("broadcastStep reports at once a failed first contact, or a refusal", () => {
  const failing: [BroadcastEvent["type"] | BroadcastEvent, string][] = [
    ["lost", "unreachable"],
    [{ type: "lost", outage: "forbidden" }, "forbidden"],
    [{ type: "lost", outage: "outdated" }, "outdated"],
    [refused("store-failed"), "store-failed"],
    [refused("server-full"), "server-full"],
    [refused("key-required"), "key-required"],
    [refused("bad-message"), "unexpected"],
  ];
  for (const [event, problem] of failing) {
    const story = new BroadcastDriver().tell("start", "captured", event);
    if (typeof event === "object" && event.type === "received") story.tell(closes(REFUSED.code));
    assert.deepEqual(story.machine.state, { name: "failed", problem });
    assert.equal(story.tell("start").machine.state.name, "asking", "trying again works");
  }
});

Deno.test("broadcastStep asks a full server again for the seat of a live stream", () => {
  const story = onAir();
  story.tell("lost", "opened", refused("server-full"));
  story.take();
  assert.deepEqual(story.tell(closes(REFUSED.code)).take(), ["connect"]);
  assert.equal(story.machine.state.name, "live");
});

Deno.test("broadcastStep lists the devices that ended, until others are captured", () => {
  const story = onAir();
  const missing = () => story.machine.state.name === "live" && story.machine.state.missing;
  story.tell("device", { type: "device", device: "microphone", present: false }, "device");
  assert.deepEqual(missing(), ["microphone", "camera"]);
  story.tell({ type: "device", device: "microphone", present: true });
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
  const story = new BroadcastDriver().tell("start");
  story.take();
  assert.deepEqual(story.tell(NO_CAMERA).take(), []);
  assert.deepEqual(story.machine.state, {
    name: "lacking",
    faults: { camera: "missing" },
    captured: ["microphone"],
  });
  assert.deepEqual(story.tell("start", "captured").take(), ["hang-up", "capture", "connect"]);
  story.tell("opened", publishing());
  assert.deepEqual(story.machine.state.name === "live" && story.machine.state.missing, []);
});

Deno.test("broadcastStep releases the captured devices before it captures all of them again", () => {
  const story = new BroadcastDriver().tell("start", NO_CAMERA);
  story.take();
  assert.deepEqual(story.tell({ type: "start", afresh: true }).take(), ["release", "capture"]);
});

Deno.test("broadcastStep goes live without a missing device if it must not ask, and lists it", () => {
  const story = new BroadcastDriver().tell({ type: "start", acceptsMissing: true }, NO_CAMERA);
  const { state } = story.tell("opened", publishing()).machine;
  assert.deepEqual(state.name === "live" && state.missing, ["camera"]);

  const nothing = new BroadcastDriver().tell({ type: "start", acceptsMissing: true }, NOTHING);
  assert.equal(nothing.machine.state.name, "lacking");
  assert.equal(nothing.take().at(-1), "release");
});

Deno.test("broadcastStep lists a device that ended while the seat was claimed", () => {
  const { state } =
    new BroadcastDriver().tell("start", "captured", "device", "opened", publishing()).machine;
  assert.deepEqual(state.name === "live" && state.missing, ["camera"]);
});

Deno.test("broadcastStep forgets a failed attempt when the person changes the preview", () => {
  const lacking = new BroadcastDriver().tell("start", NO_CAMERA);
  assert.equal(lacking.tell({ type: "preview", on: false }).machine.state.name, "idle");
  for (const event of [NO_CAMERA, NOTHING, toEvent("not-captured")]) {
    assert.equal(new BroadcastDriver().tell("start", event, "preview").machine.state.name, "idle");
  }
  const nothing = new BroadcastDriver().tell("start", NOTHING, { type: "preview", on: false });
  assert.equal(nothing.machine.state.name, "lacking", "what it let go itself is nobody's wish");
  assert.equal(onAir().tell("preview").machine.state.name, "live");
});

Deno.test("broadcastStep marks this browser as live for exactly as long as it is live", () => {
  const marks = (story: BroadcastDriver) =>
    story.take().filter((action) => action.endsWith("mark"));
  const story = new BroadcastDriver().tell("start", "captured", "opened");
  assert.deepEqual(marks(story), [], "not live yet");
  story.tell(publishing());
  assert.deepEqual(marks(story), ["mark"]);
  story.tell("lost", "opened", publishing(), "describe", "preview");
  assert.deepEqual(marks(story), [], "it is live all the while");
  const ends: [event: BroadcastEvent, mark: string][] = [
    [{ type: "stop" }, "unmark"],
    [{ type: "start" }, "unmark"], // until it is live anew
    [closes(1000), "unmark"],
    [closes(REPLACED.code), "leave-mark"],
    [{ type: "leave" }, "leave-mark"],
  ];
  for (const [event, mark] of ends) {
    const story = onAir();
    story.take();
    assert.deepEqual(marks(story.tell(event)), [mark], JSON.stringify(event));
    assert.deepEqual(marks(story.tell("leave")), [], "once");
  }
  // Whoever stops does not want to be asked at the next visit, whatever it was doing.
  assert.deepEqual(marks(new BroadcastDriver().tell("remembered", "stop")), ["unmark"]);
});

Deno.test("broadcastStep sends the whole description when a part of it changes", () => {
  const story = onAir().tell("describe", { type: "describe", changed: { capacity: 7 } });
  story.tell({ type: "describe", changed: { media: { picture: "hidden", sound: "on" } } });
  const media = { picture: "hidden", sound: "on" } as const;
  assert.deepEqual(story.machine.description, { title: "推拉", capacity: 7, media });
});

Deno.test("broadcastStep sends a new description while live, and keeps it", () => {
  const story = new BroadcastDriver();
  assert.deepEqual(story.tell("describe").take(), []);
  const description = { title: "推拉", capacity: 2 };
  assert.deepEqual(story.machine.description, description);
  story.tell("start", "captured", "opened", "received").take();
  assert.deepEqual(story.tell("describe").take(), [], "no news");
  const untidy = { title: " e\u0301\n", capacity: -1.5 };
  assert.deepEqual(story.tell({ type: "describe", changed: untidy }).take(), ["describe"]);
  assert.deepEqual(story.machine.description, { title: "é", capacity: 0 });
  story.tell("describe");
  for (const event of ["lost", "opened", "received", "stop", "start"] as const) {
    assert.deepEqual(story.tell(event).machine.description, description, event);
  }
  const gone = [story, onAir().tell("describe"), onAir().tell("describe")];
  gone[0].tell({ type: "not-captured", problem: "no-webrtc" });
  gone[1].tell(closes(REPLACED.code));
  gone[2].tell(refused("stream-taken"), closes(REFUSED.code));
  for (const { machine } of gone) assert.deepEqual(machine.description, description);
});

Deno.test("broadcastStep closes the link of a viewer that is removed, and repeats the removal to the server until the viewer has left", () => {
  const left: BroadcastEvent = { type: "received", message: { type: "left", peer: "v" } };
  const idle = new BroadcastDriver();
  assert.deepEqual(idle.tell("remove").take(), []);

  const heard = onAir();
  heard.take();
  assert.deepEqual(heard.tell("remove").take(), ["close-links", "remove"]);
  assert.deepEqual(heard.tell(left, "lost", "opened", publishing()).take(), ["resume"]);

  const lost = onAir().tell("lost", "remove");
  lost.take();
  assert.deepEqual(lost.tell("opened", publishing()).take(), ["resume", "remove"]);
  assert.deepEqual(lost.tell("lost", "opened", publishing()).take(), ["resume"], "once more");

  const gone = onAir().tell("lost", "remove");
  gone.take();
  assert.deepEqual(gone.tell("opened", publishing(["v"])).take(), ["resume", "close-links"]);
});

Deno.test("broadcastStep remembers a removal once, however often it is requested", () => {
  const story = onAir();
  for (let i = 0; i < 10; i++) story.tell("remove");
  assert.deepEqual(story.machine.removing, ["v"]);
});

Deno.test("broadcastStep offers to resume only before anything has begun", () => {
  assert.equal(new BroadcastDriver().tell("remembered").machine.state.name, "resumable");
  assert.equal(new BroadcastDriver().tell("start", "remembered").machine.state.name, "asking");
  assert.equal(onAir().tell("remembered").machine.state.name, "live");
});

Deno.test("broadcastStep reports that this browser cannot broadcast only before anything has begun", () => {
  const unfit = new BroadcastDriver().tell("unfit");
  assert.deepEqual(unfit.machine.state, { name: "failed", problem: "no-webrtc" });
  assert.equal(new BroadcastDriver().tell("start", "unfit").machine.state.name, "asking");
  assert.equal(onAir().tell("unfit").machine.state.name, "live");
});

Deno.test("broadcastStep is isolated after two failed links in a row, until one connects", () => {
  const story = onAir();
  const isolated = () => story.machine.state.name === "live" && story.machine.state.isolated;
  const works: BroadcastEvent = { type: "link", works: true };
  story.tell("link", works, "link");
  assert.equal(isolated(), false, "not in a row");
  story.tell("lost", "opened", publishing(), "link");
  assert.equal(isolated(), true, "the server has nothing to do with it");
  story.tell("lost", "opened", publishing());
  assert.equal(isolated(), true);
  story.tell(works);
  assert.equal(isolated(), false);
  story.tell("link", "link", "stop", "start", "captured", "opened", "received");
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
      const story = new BroadcastDriver();
      let holds = false; // devices or a socket
      let isMarked = false;
      for (const event of events) {
        story.tell(event);
        for (const done of story.take()) {
          if (done === "capture" || done === "connect") holds = true;
          if (done === "release") holds = false;
          if (done === "mark") isMarked = true;
          if (done === "unmark" || done === "leave-mark") isMarked = false;
        }
        const { state, ticket } = story.machine;
        const isOn = ["asking", "claiming", "live"].includes(state.name);
        const hasSome = state.name === "lacking" && state.captured.length > 0;
        // What the person set up by hand is theirs.
        if (event.type === "preview" && state.name === "idle") holds = false;
        if (!isOn) assert.equal(ticket, null, state.name);
        assert.equal(isMarked, state.name === "live", `marked, ${state.name}`);
        if (!isOn && !hasSome) assert.equal(holds, false, `${state.name} after ${event.type}`);
        story.now += 100;
      }
      assert.equal(
        story.tell("stop", "start", "captured", "opened", publishing()).machine.state.name,
        "live",
      );
    }),
    { numRuns: 2_000 },
  );
});

Deno.test("broadcastStep counts the time on air from the beginning, across reloads and server restarts", () => {
  const since = ({ machine: { state } }: BroadcastDriver) =>
    state.name === "live" ? state.since : null;
  const reloaded = new BroadcastDriver().tell(
    "start",
    "captured",
    "opened",
    publishing([], null, 600),
  );
  assert.equal(since(reloaded), 400);
  reloaded.now = 5_000;
  assert.equal(since(reloaded.tell("lost", "opened", publishing([], null, 4_600))), 400);
  assert.equal(since(reloaded.tell("lost", "opened", publishing([], null, 0))), 400, "restarted");
  assert.equal(
    since(reloaded.tell("lost", "opened", publishing([], null, 6_000))),
    -1_000,
    "slept",
  );
});

Deno.test("broadcastStep reports after Stop the duration and the most viewers, even across server restarts", () => {
  const viewers = (count: number): BroadcastEvent => ({
    type: "received",
    message: { type: "viewers", count, waiting: 0 },
  });
  const story = onAir().tell(viewers(2), viewers(5), viewers(1));
  story.now += 60_000;
  assert.equal(story.tell("lost", "opened", publishing()).machine.viewers, 1, "until it is told");
  assert.equal(story.tell(viewers(3)).machine.viewers, 3);
  assert.equal(story.tell("stop").machine.viewers, 0);
  assert.deepEqual(story.machine.state, { name: "ended", lasted: 60_000, most: 5 });
  // The next one begins anew.
  story.tell("start", "captured", "opened", publishing(), viewers(1), "stop");
  assert.deepEqual(story.machine.state, { name: "ended", lasted: 0, most: 1 });
  // One that never was on has nothing to tell.
  assert.deepEqual(new BroadcastDriver().tell("start", "stop").machine.state, { name: "idle" });
});
