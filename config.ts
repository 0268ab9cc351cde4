/** The environment, parsed and checked once. */
import { LIMITS, parseStreamName } from "@/signaling/protocol.ts";

/** What the person who runs the server can set. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** The file of the store, or `:memory:`. */
  readonly store: string;
  /** Origins besides the server's own whose pages may open a signaling socket. */
  readonly allowedOrigins: readonly string[];
  /** The origins whose pages may frame the player: `*` for all, none in an empty list. */
  readonly embedOrigins: readonly string[];
  /** The only streams that may be broadcast, and their keys; undefined: whoever claims a free name owns it. */
  readonly streamKeys: ReadonlyMap<string, string> | undefined;
  readonly maxViewers: number;
  readonly maxStreams: number;
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
  "STORE",
  "ALLOWED_ORIGINS",
  "EMBED_ORIGINS",
  "STREAM_KEYS",
  "MAX_VIEWERS",
  "MAX_STREAMS",
  "VIEWER_WINDOW",
  "BROADCASTER_WINDOW",
] as const;

/** @throws ConfigError naming the variable, what is wrong with it and what it may be */
export function parseConfig(env: Environment): Config {
  return {
    port: integer(env, "PORT", 8000, 0, 65_535),
    host: host(env),
    store: store(env),
    allowedOrigins: list(env, "ALLOWED_ORIGINS").map((text) => origin("ALLOWED_ORIGINS", text)),
    embedOrigins: embedOrigins(env),
    streamKeys: streamKeys(env),
    maxViewers: integer(env, "MAX_VIEWERS", 250, 1, LIMITS.viewers),
    maxStreams: integer(env, "MAX_STREAMS", 1_000, 1, 100_000),
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
  const url = URL.parse(text);
  if (url !== null && /^https?:$/.test(url.protocol) && url.origin === text.replace(/\/$/, "")) {
    return url.origin;
  }
  const or = name === "EMBED_ORIGINS" ? ", or none" : "";
  throw new ConfigError(
    `${name} must be a list of origins such as https://example.com${or}, but has ${quote(text)}.`,
  );
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

function list(env: Environment, name: string): string[] {
  return (env[name] ?? "").split(",").map((entry) => entry.trim()).filter(Boolean);
}

function quote(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);
}
