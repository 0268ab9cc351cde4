/** The environment, parsed and checked once. */
import { iceScheme, type Turn } from "@/signaling/server/access/turn_credentials.ts";
import type { IceServer, TransportPolicy } from "@/signaling/protocol/ice_servers.ts";
import type { IceSettings } from "@/signaling/protocol/ice_servers.ts";
import { quote, Unfit } from "./setting_values.ts";
import { type Setting, SETTINGS } from "./settings.ts";

/** The parsed settings. Times in milliseconds. */
export interface Config {
  readonly port: number;
  readonly host: string;
  readonly publicUrl: string | null;
  readonly proxies: number;
  readonly tls: { readonly cert: string; readonly key: string } | null;
  readonly store: string;
  readonly allowedOrigins: readonly string[];
  /** `*` for all, none in an empty list. */
  readonly embedOrigins: readonly string[];
  /** undefined: the first to claim a free name owns it. */
  readonly streamKeys: ReadonlyMap<string, string> | undefined;
  /** How the links of a page find their paths. */
  readonly ice: IceSettings;
  readonly turn: Turn | null;
  readonly maxViewers: number;
  readonly maxStreams: number;
  readonly maxSockets: number;
  readonly socketsPerAddress: number;
  readonly connectionsPerAddress: number;
  /** A second. */
  readonly pagesPerAddress: number;
  readonly postsPerAddress: number;
  readonly claimsPerAddress: number;
  readonly viewerWindow: number;
  readonly broadcasterWindow: number;
}

/** A setting with an unusable value. Its message is one sentence that says what to do. */
export class ConfigError extends Error {
  override name = "ConfigError";
}

/** @throws ConfigError naming the variable, what is wrong with it and what it may be */
export function parseConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const read = <T>({ variable, byDefault, parse }: Setting<T>): T =>
    refusing(variable, () => parse(env[variable]?.trim() || byDefault));
  const servers = read(SETTINGS.iceServers);
  const turn = turnOf(
    read(SETTINGS.turnUrls),
    read(SETTINGS.turnSecret),
    read(SETTINGS.turnLifetime),
  );
  return {
    port: read(SETTINGS.port),
    host: read(SETTINGS.host),
    publicUrl: read(SETTINGS.publicUrl),
    proxies: read(SETTINGS.proxies),
    tls: tlsOf(read(SETTINGS.tlsCert), read(SETTINGS.tlsKey)),
    store: read(SETTINGS.store),
    allowedOrigins: read(SETTINGS.allowedOrigins),
    embedOrigins: read(SETTINGS.embedOrigins),
    streamKeys: read(SETTINGS.streamKeys),
    ice: iceOf(servers, turn, read(SETTINGS.transportPolicy)),
    turn,
    maxViewers: read(SETTINGS.maxViewers),
    maxStreams: read(SETTINGS.maxStreams),
    maxSockets: read(SETTINGS.maxSockets),
    socketsPerAddress: read(SETTINGS.socketsPerAddress),
    connectionsPerAddress: read(SETTINGS.connectionsPerAddress),
    pagesPerAddress: read(SETTINGS.pagesPerAddress),
    postsPerAddress: read(SETTINGS.postsPerAddress),
    claimsPerAddress: read(SETTINGS.claimsPerAddress),
    viewerWindow: read(SETTINGS.viewerWindow),
    broadcasterWindow: read(SETTINGS.broadcasterWindow),
  };
}

function refusing<T>(variable: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof Unfit) throw new ConfigError(`${variable} must ${error.message}.`);
    throw error;
  }
}

function tlsOf(cert: string | null, key: string | null): Config["tls"] {
  if (cert === null && key === null) return null;
  if (cert !== null && key !== null) return { cert, key };
  const [missing, given] = cert ? ["TLS_KEY", "TLS_CERT"] : ["TLS_CERT", "TLS_KEY"];
  throw new ConfigError(`${missing} must name a PEM file too, because ${given} does.`);
}

function turnOf(urls: readonly string[], secret: string | null, lifetime: number): Turn | null {
  if (urls.length === 0 && secret === null) return null;
  if (urls.length === 0) {
    throw new ConfigError("TURN_URLS must list the TURN servers that use TURN_SECRET.");
  }
  if (secret === null) {
    throw new ConfigError(
      "TURN_SECRET must be set too, because TURN_URLS is: the static-auth-secret of these servers.",
    );
  }
  return { urls, secret, lifetime };
}

function iceOf(
  servers: readonly IceServer[],
  turn: Turn | null,
  policy: TransportPolicy,
): IceSettings {
  const hasTurn = turn !== null ||
    servers.some(({ urls }) => urls.some((url) => iceScheme(url) === "turn"));
  if (policy === "relay" && !hasTurn) {
    throw new ConfigError(
      "ICE_TRANSPORT_POLICY must be all unless a TURN server is set: with relay, nobody could connect.",
    );
  }
  return { servers, hasTurn, policy };
}

/** What the command line asks for: nothing, or `--https`. */
export function parseArguments(args: readonly string[]): { readonly https: boolean } {
  const unknown = args.find((argument) => argument !== "--https");
  if (unknown === undefined) return { https: args.length > 0 };
  throw new ConfigError(`The only argument is --https, but got ${quote(unknown)}.`);
}
