/** Parsers for the values of settings. */
import * as v from "valibot";
import { iceScheme } from "@/signaling/server/access/turn_credentials.ts";
import {
  type IceServer,
  TRANSPORT_POLICIES,
  type TransportPolicy,
} from "@/signaling/protocol/ice_servers.ts";
import { parseStreamName } from "@/signaling/protocol/stream_name.ts";

/** Why a text is not a valid value. The message continues "PORT must …". */
export class Unfit extends Error {
  override name = "Unfit";
}

/** @throws Unfit */
export type Parser<T> = (text: string) => T;

/** null: not set. */
export function optional<T>(parse: Parser<T>): Parser<T | null> {
  return (text) => text === "" ? null : parse(text);
}

export function integer(min: number, max: number): Parser<number> {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= min && value <= max) return value;
    throw new Unfit(`be a whole number from ${min} to ${max}, but is ${quote(text)}`);
  };
}

/** A time in milliseconds, set in seconds. */
export function seconds(min: number, max: number): Parser<number> {
  const parse = integer(min, max);
  return (text) => parse(text) * 1_000;
}

export function host(text: string): string {
  if (/^[\w.:-]{1,253}$/.test(text)) return text;
  throw new Unfit(`be an address or a host name such as 127.0.0.1, but is ${quote(text)}`);
}

export function file(text: string): string {
  return text;
}

/** The server may write to its data folder and nowhere else. */
export function storeFile(text: string): string {
  if (text === ":memory:" || /^data(\/[\w-][\w.-]*)+$/.test(text)) return text;
  throw new Unfit(
    `be :memory: or a file in the data folder such as data/tuila.sqlite, but is ${quote(text)}`,
  );
}

export function origin(text: string): string {
  const parsed = parseOrigin(text);
  if (parsed !== null) return parsed;
  throw new Unfit(`be an origin such as https://stream.example.com, but is ${quote(text)}`);
}

export function origins(text: string): string[] {
  return originList(text, "be a list of origins such as https://example.com");
}

/** `*` for any, none in an empty list. */
export function framingOrigins(text: string): string[] {
  const entries = entriesOf(text);
  if (entries.length === 0) return ["*"];
  if (entries.length === 1 && entries[0] === "none") return [];
  return originList(text, "be a list of origins such as https://example.com, or none");
}

function originList(text: string, must: string): string[] {
  return entriesOf(text).map((entry) => {
    const parsed = parseOrigin(entry);
    if (parsed !== null) return parsed;
    throw new Unfit(`${must}, but has ${quote(entry)}`);
  });
}

function parseOrigin(text: string): string | null {
  const url = URL.parse(text);
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) &&
    url.origin === text.replace(/\/$/, "");
  return isOrigin ? url.origin : null;
}

/** undefined: there are none. */
export function streamKeys(text: string): ReadonlyMap<string, string> | undefined {
  const entries = entriesOf(text).map((entry): [string, string] => {
    const [name, key, ...more] = entry.split("=");
    const stream = parseStreamName(name);
    if (stream !== undefined && more.length === 0 && /^[\w.-]{8,512}$/.test(key ?? "")) {
      return [stream, key];
    }
    // The value is a secret, so the sentence does not repeat it.
    throw new Unfit(
      "be a list of <stream>=<key>, each key 8 or more letters, digits, -, _ or dots",
    );
  });
  return entries.length > 0 ? new Map(entries) : undefined;
}

const IceServers = v.array(v.strictObject({
  urls: v.union([v.string(), v.pipe(v.array(v.string()), v.minLength(1))]),
  username: v.optional(v.string()),
  credential: v.optional(v.string()),
}));

/** JSON as browsers take it, or a list of URLs if none needs a login. */
export function iceServers(text: string): IceServer[] {
  const servers = text.startsWith("[")
    ? iceServersOf(text)
    : entriesOf(text).map((url) => ({ urls: [url] }));
  for (const { urls, ...login } of servers) {
    for (const url of urls) checkIceUrl(url, login);
  }
  return servers;
}

function iceServersOf(json: string): IceServer[] {
  try {
    return v.parse(IceServers, JSON.parse(json)).map(({ urls, ...login }) => ({
      urls: typeof urls === "string" ? [urls] : urls,
      ...login,
    }));
  } catch {
    // The value may be a secret, so the sentence does not repeat it.
    throw new Unfit(
      'be a list of URLs, or JSON such as [{"urls":"turn:turn.example.com","username":"…","credential":"…"}]',
    );
  }
}

function checkIceUrl(url: string, login: Omit<IceServer, "urls">): void {
  const scheme = iceScheme(url);
  if (scheme === undefined) {
    throw new Unfit(`have URLs such as stun:stun.example.com:3478, but has ${quote(url)}`);
  }
  if (scheme === "turn" && (!login.username || !login.credential)) {
    throw new Unfit(
      `have a username and a credential for ${
        quote(url)
      }: give them in JSON, or use TURN_URLS with TURN_SECRET`,
    );
  }
}

export function turnUrls(text: string): string[] {
  return entriesOf(text).map((url) => {
    if (iceScheme(url) === "turn") return url;
    throw new Unfit(`have URLs such as turn:turn.example.com:3478, but has ${quote(url)}`);
  });
}

export function turnSecret(text: string): string {
  if (text.length >= 8 && text.length <= 512) return text;
  throw new Unfit("be the static-auth-secret of the servers in TURN_URLS, 8 to 512 characters");
}

export function transportPolicy(text: string): TransportPolicy {
  const policy = TRANSPORT_POLICIES.find((known) => known === text);
  if (policy !== undefined) return policy;
  throw new Unfit(`be all or relay, but is ${quote(text)}`);
}

function entriesOf(text: string): string[] {
  return text.split(",").map((entry) => entry.trim()).filter(Boolean);
}

export function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
