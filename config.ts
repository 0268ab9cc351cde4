/** The environment, parsed and checked once. */
import * as v from "valibot";
import { iceScheme, type Turn } from "@/signaling/ice.ts";
import {
  type IceServer,
  LIMITS,
  parseStreamName,
  TRANSPORT_POLICIES,
  type TransportPolicy,
} from "@/signaling/protocol.ts";
import type { IceSettings } from "@/webrtc/ice.ts";

/** What the person who runs the server can set. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** The origin at which the world opens this server, where that is not the one it listens on. */
  readonly publicUrl: string | null;
  /** How many proxies' word is taken for what the browser asked for. */
  readonly proxies: number;
  /** The files of the certificate for HTTPS. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** The file of the store, or `:memory:`. */
  readonly store: string;
  /** Origins besides the server's own whose pages may open a signaling socket. */
  readonly allowedOrigins: readonly string[];
  /** The origins whose pages may frame the player: `*` for all, none in an empty list. */
  readonly embedOrigins: readonly string[];
  /** The only streams that may be broadcast, and their keys; undefined: whoever claims a free name owns it. */
  readonly streamKeys: ReadonlyMap<string, string> | undefined;
  /** What every page is told of how links find their paths. */
  readonly ice: IceSettings;
  /** The TURN servers that each peer gets credentials of its own for. */
  readonly turn: Turn | null;
  readonly maxViewers: number;
  readonly maxStreams: number;
  readonly maxSockets: number;
  /** How long the place of a viewer, and of a broadcaster, whose socket dropped is kept, in milliseconds. */
  readonly viewerWindow: number;
  readonly broadcasterWindow: number;
}

/** A value of the environment that cannot be used. Its message is one sentence that says what to do. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that are read: the server is permitted these and no others. */
export const VARIABLES = [
  "PORT",
  "HOST",
  "PUBLIC_URL",
  "TRUST_PROXY",
  "TLS_CERT",
  "TLS_KEY",
  "STORE",
  "ALLOWED_ORIGINS",
  "EMBED_ORIGINS",
  "STREAM_KEYS",
  "ICE_SERVERS",
  "TURN_URLS",
  "TURN_SECRET",
  "TURN_LIFETIME",
  "ICE_TRANSPORT_POLICY",
  "MAX_VIEWERS",
  "MAX_STREAMS",
  "MAX_SOCKETS",
  "VIEWER_WINDOW",
  "BROADCASTER_WINDOW",
] as const;

/** @throws ConfigError naming the variable, what is wrong with it and what it may be */
export function parseConfig(env: Environment): Config {
  const servers = parseIceServers(env);
  const turn = parseTurn(env);
  const hasRelay = turn !== null || servers.some(relays);
  return {
    port: integer(env, "PORT", 8000, 0, 65_535),
    host: host(env),
    publicUrl: publicUrl(env),
    proxies: integer(env, "TRUST_PROXY", 0, 0, 8),
    tls: tls(env),
    store: store(env),
    allowedOrigins: list(env, "ALLOWED_ORIGINS").map((text) => origin("ALLOWED_ORIGINS", text)),
    embedOrigins: embedOrigins(env),
    streamKeys: streamKeys(env),
    ice: { servers, hasRelay, policy: transportPolicy(env, hasRelay) },
    turn,
    maxViewers: integer(env, "MAX_VIEWERS", 250, 1, LIMITS.viewers),
    maxStreams: integer(env, "MAX_STREAMS", 1_000, 1, 100_000),
    maxSockets: integer(env, "MAX_SOCKETS", 10_000, 1, 1_000_000),
    viewerWindow: integer(env, "VIEWER_WINDOW", 30, 5, 3_600) * 1_000,
    broadcasterWindow: integer(env, "BROADCASTER_WINDOW", 60, 5, 3_600) * 1_000,
  };
}

function integer(
  env: Environment,
  name: string,
  byDefault: number,
  min: number,
  max: number,
): number {
  const text = env[name]?.trim();
  if (!text) return byDefault;
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new ConfigError(
    `${name} must be a whole number from ${min} to ${max}, but is ${quote(text)}.`,
  );
}

function host(env: Environment): string {
  const text = env.HOST?.trim();
  if (!text) return "0.0.0.0";
  if (/^[\w.:-]{1,253}$/.test(text)) return text;
  throw new ConfigError(
    `HOST must be an address or a host name such as 127.0.0.1, but is ${quote(text)}.`,
  );
}

function publicUrl(env: Environment): string | null {
  const text = env.PUBLIC_URL?.trim();
  if (!text) return null;
  const parsed = parseOrigin(text);
  if (parsed !== null) return parsed;
  throw new ConfigError(
    `PUBLIC_URL must be an origin such as https://stream.example.com, but is ${quote(text)}.`,
  );
}

function tls(env: Environment): Config["tls"] {
  const cert = env.TLS_CERT?.trim();
  const key = env.TLS_KEY?.trim();
  if (!cert && !key) return null;
  if (cert && key) return { cert, key };
  const [missing, given] = cert ? ["TLS_KEY", "TLS_CERT"] : ["TLS_CERT", "TLS_KEY"];
  throw new ConfigError(`${missing} must name a PEM file too, because ${given} does.`);
}

/** The server may write to its data folder and nowhere else. */
function store(env: Environment): string {
  const text = env.STORE?.trim();
  if (!text) return "data/tuila.sqlite";
  if (text === ":memory:" || /^data(\/[\w-][\w.-]*)+$/.test(text)) return text;
  throw new ConfigError(
    `STORE must be :memory: or a file in the data folder such as data/tuila.sqlite, but is ${
      quote(text)
    }.`,
  );
}

function embedOrigins(env: Environment): string[] {
  const origins = list(env, "EMBED_ORIGINS");
  if (origins.length === 0) return ["*"];
  if (origins.length === 1 && origins[0] === "none") return [];
  return origins.map((text) => origin("EMBED_ORIGINS", text));
}

function origin(name: "ALLOWED_ORIGINS" | "EMBED_ORIGINS", text: string): string {
  const parsed = parseOrigin(text);
  if (parsed !== null) return parsed;
  const or = name === "EMBED_ORIGINS" ? ", or none" : "";
  throw new ConfigError(
    `${name} must be a list of origins such as https://example.com${or}, but has ${quote(text)}.`,
  );
}

function parseOrigin(text: string): string | null {
  const url = URL.parse(text);
  const isOrigin = url !== null && /^https?:$/.test(url.protocol) &&
    url.origin === text.replace(/\/$/, "");
  return isOrigin ? url.origin : null;
}

function streamKeys(env: Environment): ReadonlyMap<string, string> | undefined {
  const entries = list(env, "STREAM_KEYS").map((entry): [string, string] => {
    const [name, key, ...more] = entry.split("=");
    const stream = parseStreamName(name);
    // The value is a secret: the sentence does not repeat it.
    if (stream === undefined || more.length > 0 || !/^[\w.-]{8,512}$/.test(key ?? "")) {
      throw new ConfigError(
        "STREAM_KEYS must be a list of <stream>=<key>, each key 8 or more letters, digits, -, _ or dots.",
      );
    }
    return [stream, key];
  });
  return entries.length > 0 ? new Map(entries) : undefined;
}

const IceServers = v.array(v.strictObject({
  urls: v.union([v.string(), v.pipe(v.array(v.string()), v.minLength(1))]),
  username: v.optional(v.string()),
  credential: v.optional(v.string()),
}));

/** As JSON, as browsers take them; or, where no one need log in, a list of URLs. */
function parseIceServers(env: Environment): IceServer[] {
  const text = env.ICE_SERVERS?.trim();
  if (!text) return [];
  const servers = text.startsWith("[") ? iceServersOf(text) : list(env, "ICE_SERVERS").map(
    (url) => ({ urls: [url] }),
  );
  for (const { urls, ...login } of servers) {
    for (const url of urls) checkIceUrl("ICE_SERVERS", url, login);
  }
  return servers;
}

function iceServersOf(text: string): IceServer[] {
  try {
    const servers = v.parse(IceServers, JSON.parse(text));
    return servers.map(({ urls, ...login }) => ({
      urls: typeof urls === "string" ? [urls] : urls,
      ...login,
    }));
  } catch {
    // What it has may be a secret: the sentence does not repeat it.
    throw new ConfigError(
      'ICE_SERVERS must be a list of URLs, or JSON such as [{"urls":"turn:turn.example.com","username":"…","credential":"…"}].',
    );
  }
}

function checkIceUrl(name: string, url: string, login: Omit<IceServer, "urls">): void {
  const scheme = iceScheme(url);
  if (scheme === undefined) {
    throw new ConfigError(
      `${name} must have URLs such as stun:stun.example.com:3478, but has ${quote(url)}.`,
    );
  }
  if (scheme === "turn" && (!login.username || !login.credential)) {
    throw new ConfigError(
      `${name} must have a username and a credential for ${
        quote(url)
      }: give them in JSON, or use TURN_URLS with TURN_SECRET.`,
    );
  }
}

function parseTurn(env: Environment): Turn | null {
  const urls = list(env, "TURN_URLS");
  const secret = env.TURN_SECRET?.trim() ?? "";
  for (const url of urls) {
    if (iceScheme(url) === "turn") continue;
    throw new ConfigError(
      `TURN_URLS must have URLs such as turn:turn.example.com:3478, but has ${quote(url)}.`,
    );
  }
  if (urls.length === 0 && secret === "") return null;
  if (urls.length === 0) {
    throw new ConfigError("TURN_URLS must list the TURN servers that use TURN_SECRET.");
  }
  if (secret.length < 8 || secret.length > 512) {
    throw new ConfigError(
      "TURN_SECRET must be the static-auth-secret of the servers in TURN_URLS, 8 to 512 characters.",
    );
  }
  return { urls, secret, lifetime: integer(env, "TURN_LIFETIME", 600, 20, 86_400) * 1_000 };
}

function transportPolicy(env: Environment, hasRelay: boolean): TransportPolicy {
  const text = env.ICE_TRANSPORT_POLICY?.trim();
  if (!text) return "all";
  const policy = TRANSPORT_POLICIES.find((known) => known === text);
  if (policy === undefined) {
    throw new ConfigError(`ICE_TRANSPORT_POLICY must be all or relay, but is ${quote(text)}.`);
  }
  if (policy === "relay" && !hasRelay) {
    throw new ConfigError(
      "ICE_TRANSPORT_POLICY must be all unless a TURN server is set: with relay, nobody could connect.",
    );
  }
  return policy;
}

function relays({ urls }: IceServer): boolean {
  return urls.some((url) => iceScheme(url) === "turn");
}

/** What the command line asks for: nothing, or `--https`. */
export function parseArguments(args: readonly string[]): { readonly https: boolean } {
  const unknown = args.find((argument) => argument !== "--https");
  if (unknown === undefined) return { https: args.length > 0 };
  throw new ConfigError(`The only argument is --https, but got ${quote(unknown)}.`);
}

function list(env: Environment, name: string): string[] {
  return (env[name] ?? "").split(",").map((entry) => entry.trim()).filter(Boolean);
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
