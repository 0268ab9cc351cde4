/** PROTOCOL.md and the code have the same messages and fields, error codes and close codes. */
import assert from "node:assert/strict";
import type {
  BroadcasterMessage,
  Hello,
  ViewerMessage,
} from "@/signaling/protocol/client_messages.ts";
import { CLOSE, mayReconnect } from "@/signaling/protocol/close_codes.ts";
import { ERRORS, isInputError, isStrike } from "@/signaling/protocol/errors.ts";
import type { ToBroadcaster, ToViewer } from "@/signaling/protocol/server_messages.ts";

const CONTRACT = await Deno.readTextFile(
  new URL("../../../signaling/PROTOCOL.md", import.meta.url),
);

/** Each message's fields. The type check fails if one is missing or unknown. */
type Fields<Message extends { readonly type: string }> = {
  readonly [Type in Message["type"]]: Readonly<
    Record<Exclude<keyof Extract<Message, { readonly type: Type }>, "type">, true>
  >;
};

const HELLO: Fields<Hello> = {
  publish: { stream: true, key: true, description: true },
  watch: { stream: true, offer: true },
  attach: { ticket: true },
  resume: { ticket: true, negotiation: true, linked: true, description: true },
};
const VIEWER: Fields<ViewerMessage> = {
  offer: { negotiation: true, restart: true, sdp: true },
  candidates: { negotiation: true, candidates: true },
  leave: {},
};
const BROADCASTER: Fields<BroadcasterMessage> = {
  answer: { to: true, negotiation: true, sdp: true },
  decline: { to: true, negotiation: true },
  candidates: { to: true, negotiation: true, candidates: true },
  describe: { title: true, capacity: true, media: true },
  remove: { peer: true },
  stop: {},
};
const TO_VIEWER: Fields<ToViewer> = {
  watching: { peer: true, ticket: true, stream: true, state: true, details: true },
  state: { state: true },
  details: { title: true, viewers: true, place: true, media: true },
  answer: { negotiation: true, sdp: true },
  candidates: { negotiation: true, candidates: true },
  declined: { negotiation: true },
  renew: {},
  "ice-servers": { servers: true },
  error: { code: true, message: true, retryAfter: true },
};
const TO_BROADCASTER: Fields<ToBroadcaster> = {
  publishing: { peer: true, ticket: true, stream: true, key: true, left: true, elapsed: true },
  offer: { from: true, negotiation: true, restart: true, sdp: true, candidates: true },
  candidates: { from: true, negotiation: true, candidates: true },
  left: { peer: true },
  viewers: { count: true, waiting: true },
  "ice-servers": { servers: true },
  error: { code: true, message: true, retryAfter: true },
};

const TABLES: Readonly<Record<string, Readonly<Record<string, object>>>> = {
  "First message, client → server": HELLO,
  "Viewer → server": VIEWER,
  "Broadcaster → server": BROADCASTER,
  "Server → viewer": TO_VIEWER,
  "Server → broadcaster": TO_BROADCASTER,
};

/** The cells of the tables under a heading, up to the next heading of its level. */
function rowsUnder(heading: string): string[][] {
  const [, level] = new RegExp(`^(#+) ${heading}$`, "m").exec(CONTRACT) ?? [];
  assert.ok(level, `“${heading}” is in the contract`);
  const [, after] = CONTRACT.split(`\n${level} ${heading}\n`);
  const [section] = after.split(new RegExp(`^#{1,${level.length}} `, "m"));
  return section.split("\n").filter((line) => /^\| +(`|\d)/.test(line))
    .map((line) => line.split(/(?<!\\)\|/).slice(1, -1).map((cell) => cell.trim()));
}

/** The names in backticks that a cell lists, without the shapes after `=`. */
function listed(cell: string): string[] {
  return [...cell.replace(/ = `[^`]*`/g, "").matchAll(/`([\w-]+)\??`/g)].map(([, word]) => word);
}

for (const [heading, messages] of Object.entries(TABLES)) {
  Deno.test(`PROTOCOL.md has the messages and fields of the code: ${heading}`, () => {
    const documented = Object.fromEntries(
      rowsUnder(heading).map(([type, fields]) => [listed(type)[0], listed(fields).sort()]),
    );
    const inCode = Object.fromEntries(
      Object.entries(messages).map(([type, fields]) => [type, Object.keys(fields).sort()]),
    );
    assert.deepEqual(documented, inCode);
  });
}

Deno.test("PROTOCOL.md has the error codes of the code", () => {
  const documented = rowsUnder("Errors").map(([code]) => listed(code)[0]);
  assert.deepEqual(documented.sort(), Object.keys(ERRORS).sort());
  assert.equal(isInputError("not-json"), true);
  assert.equal(isInputError("no-such-link"), false);
  assert.deepEqual(
    [isStrike("sdp-too-large", "viewer"), isStrike("sdp-too-large", "broadcaster")],
    [
      true,
      false,
    ],
  );
});

Deno.test("PROTOCOL.md has the close codes of the code, and says after which of them to reconnect", () => {
  const rows = rowsUnder("Close codes");
  const documented = rows.map(([code]) => Number(code));
  assert.deepEqual(documented.sort(), Object.values(CLOSE).map(({ code }) => code).sort());
  for (const { code, reconnect } of Object.values(CLOSE)) {
    const again = rows.find(([cell]) => Number(cell) === code)?.at(-1) ?? "";
    const [word] = /^\w+/.exec(again) ?? [];
    if (word !== "as") assert.equal(word, reconnect ? "yes" : "no", `${code}`);
    assert.equal(mayReconnect(code), reconnect);
  }
  assert.equal(mayReconnect(1006), true);
});
