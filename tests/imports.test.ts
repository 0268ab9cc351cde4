/** The arrows of the house: who may import whom. */
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";

const ROOT = new URL("../", import.meta.url).pathname;

/** A stream's room, which is pure: the messages and its own parts are all that it knows. */
const ROOM = ["protocol", "room_model", "room_agenda", "room_crowd", "room_draft", "room_coming"]
  .concat("room_going", "room_line", "room_loads", "room_offers", "room_sources")
  .concat("room_talking", "room_telling")
  .map((part) => `signaling/${part}.ts`);

/** What each room may import besides itself and packages. A file named here may be imported, and nothing else of its room. */
const ALLOWED: Record<string, readonly string[]> = {
  "signaling": [],
  "signaling/protocol.ts": [],
  "signaling/room.ts": ROOM,
  "signaling/room_agenda.ts": ROOM,
  "signaling/room_coming.ts": ROOM,
  "signaling/room_crowd.ts": ROOM,
  "signaling/room_draft.ts": ROOM,
  "signaling/room_going.ts": ROOM,
  "signaling/room_line.ts": ROOM,
  "signaling/room_loads.ts": ROOM,
  "signaling/room_offers.ts": ROOM,
  "signaling/room_sources.ts": ROOM,
  "signaling/room_talking.ts": ROOM,
  "signaling/room_telling.ts": ROOM,
  "signaling/room_model.ts": ROOM,
  "webrtc": [
    "signaling/protocol.ts",
    "signaling/client.ts",
    "signaling/clock.ts",
    "signaling/outage.ts",
    "signaling/browser_network.ts",
    "signaling/page_socket.ts",
  ],
  "i18n": [
    "webrtc/states.ts",
    "webrtc/sources/choices.ts",
    "webrtc/sent.ts",
    "webrtc/check_report.ts",
    "webrtc/check/report.ts",
    "webrtc/recording/states.ts",
    "share_origins.ts",
  ],
  "components": [
    "signaling/protocol.ts",
    "signaling/stream_info.ts",
    "signaling/outage.ts",
    "signaling/clock.ts",
    "webrtc/kept.ts",
    "webrtc/states.ts",
    "webrtc/figures.ts",
    "webrtc/sources/choices.ts",
    "webrtc/check_report.ts",
    "webrtc/check/report.ts",
    "webrtc/recording/states.ts",
    "webrtc/codecs.ts",
    "webrtc/quality.ts",
    "webrtc/sent.ts",
    "webrtc/until.ts",
    "i18n",
    "share_origins.ts",
    "fresh",
  ],
  "islands": [
    "components",
    "i18n",
    "webrtc",
    "share_origins.ts",
    "signaling/outage.ts",
    "signaling/stream_info.ts",
    "fresh",
  ],
  "routes": [
    "components",
    "i18n",
    "islands",
    "fresh",
    "utils.ts",
    "language_headers.ts",
    "secure_headers.ts",
    "stream_route.ts",
    "signaling/protocol.ts",
    "signaling/access.ts",
    "signaling/rate_limit.ts",
    "signaling/hub.ts",
    "signaling/http_join.ts",
    "signaling/server_socket.ts",
  ],
  "https": ["config.ts", "signaling/clock.ts"],
  "fresh": [],
};

interface Arrow {
  readonly from: string;
  readonly to: string;
}

function sources(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => join(folder, file));
}

/** The project's own files that a file imports. */
function imports(from: string): Arrow[] {
  const text = readFileSync(join(ROOT, from), "utf8");
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, name]) =>
    name
  );
  return specifiers.flatMap((name) => {
    if (name.startsWith("@/")) return [{ from, to: name.slice(2) }];
    if (name.startsWith(".")) return [{ from, to: normalize(join(dirname(from), name)) }];
    return name === "fresh" || name.startsWith("fresh/") ? [{ from, to: "fresh" }] : [];
  });
}

function isAllowed({ from, to }: Arrow): boolean {
  const room = from.split("/")[0];
  const rules = ALLOWED[from];
  if (rules === undefined && to.split("/")[0] === room) return true;
  return (rules ?? ALLOWED[room]).some((place) => to === place || to.startsWith(`${place}/`));
}

Deno.test("the rooms import only whom the design allows", () => {
  const rooms = Object.keys(ALLOWED).filter((place) => !place.includes("/"));
  const arrows = rooms.flatMap(sources).flatMap(imports);
  assert.ok(arrows.length > 50, "the arrows were found");
  assert.deepEqual(arrows.filter((arrow) => !isAllowed(arrow)), []);
});

Deno.test("only webrtc/ touches RTCPeerConnection and MediaStream, and one file works with those that carry media", () => {
  const users = (pattern: RegExp) =>
    ["routes", "islands", "components", "signaling", "webrtc"].flatMap(sources)
      .filter((file) => pattern.test(readFileSync(join(ROOT, file), "utf8")));
  assert.deepEqual(users(/new (globalThis\.)?RTCPeerConnection/), [
    "webrtc/ability.ts",
    "webrtc/link.ts",
    "webrtc/loopback.ts",
    "webrtc/make_ready.ts",
    "webrtc/page_start.ts",
    "webrtc/check/gather.ts",
  ]);
  assert.deepEqual(
    users(/new MediaStream|getUserMedia/).filter((file) => !file.startsWith("webrtc/")),
    [],
  );
});

Deno.test("what only tests need is imported by no part of the app", () => {
  const needed = /["'](playwright-core|puppeteer-core|axe-core|fast-check|qr\/)/;
  const rooms = Object.keys(ALLOWED).filter((place) => !place.includes("/"));
  const top = readdirSync(ROOT).filter((file) => /\.tsx?$/.test(file));
  const files = [...top, ...rooms.flatMap(sources)];
  assert.ok(files.includes("serve.ts") && files.includes("islands/Watcher.tsx"));
  assert.deepEqual(files.filter((file) => needed.test(readFileSync(join(ROOT, file), "utf8"))), []);
});
