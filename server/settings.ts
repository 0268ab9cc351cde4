/** The settings of the server: the variable, default, meaning and parser of each. */
import { LIMITS } from "@/signaling/protocol/limits.ts";
import {
  file,
  framingOrigins,
  host,
  iceServers,
  integer,
  optional,
  origin,
  origins,
  type Parser,
  seconds,
  storeFile,
  streamKeys,
  transportPolicy,
  turnSecret,
  turnUrls,
} from "./setting_values.ts";

export interface Setting<T> {
  /** Its environment variable. The server may read these and no others. */
  readonly variable: string;
  /** The default, as one would set it. Empty: no default. */
  readonly byDefault: string;
  /** As the README says it. */
  readonly meaning: string;
  readonly parse: Parser<T>;
}

/** In the order of the README. */
export const SETTINGS = {
  port: {
    variable: "PORT",
    byDefault: "8000",
    meaning: "the port to listen on; `0` takes a free one",
    parse: integer(0, 65_535),
  },
  host: {
    variable: "HOST",
    byDefault: "0.0.0.0",
    meaning: "the address to listen on; `::` listens on IPv6 too",
    parse: host,
  },
  tlsCert: {
    variable: "TLS_CERT",
    byDefault: "",
    meaning: "the file of a certificate, with its chain, in PEM: the server speaks HTTPS on `PORT`",
    parse: optional(file),
  },
  tlsKey: {
    variable: "TLS_KEY",
    byDefault: "",
    meaning:
      "the file of its key. Other files in their place are taken within seconds, and nobody is disconnected",
    parse: optional(file),
  },
  publicUrl: {
    variable: "PUBLIC_URL",
    byDefault: "",
    meaning:
      "the origin at which others open the server, such as `https://stream.example.com`: links to share begin with it. Without it, with the address that the studio was opened at; at `localhost`, with one of this machine's own",
    parse: optional(origin),
  },
  proxies: {
    variable: "TRUST_PROXY",
    byDefault: "0",
    meaning:
      "how many proxies' `X-Forwarded-Proto`, `X-Forwarded-Host` and `X-Forwarded-For` are believed. Only where nobody reaches the server past them",
    parse: integer(0, 8),
  },
  store: {
    variable: "STORE",
    byDefault: "data/tuila.sqlite",
    meaning: "where it is kept who owns which stream: a file in the data folder, or `:memory:`",
    parse: storeFile,
  },
  streamKeys: {
    variable: "STREAM_KEYS",
    byDefault: "",
    meaning:
      "`<stream>=<key>, …`: only these streams may be broadcast, each with its key. Hand a broadcaster `/broadcast/<stream>#key=<key>`",
    parse: streamKeys,
  },
  allowedOrigins: {
    variable: "ALLOWED_ORIGINS",
    byDefault: "",
    meaning: "further origins whose pages may connect, such as `https://example.com`",
    parse: origins,
  },
  embedOrigins: {
    variable: "EMBED_ORIGINS",
    byDefault: "",
    meaning:
      "whose pages may show `/embed/<stream>` in a frame: `https://example.com, …` or `none`; without it, any. No page may frame any other of ours",
    parse: framingOrigins,
  },
  iceServers: {
    variable: "ICE_SERVERS",
    byDefault: "",
    meaning: "STUN and TURN servers for every page: `stun:…, …`, or JSON as browsers take it",
    parse: iceServers,
  },
  turnUrls: {
    variable: "TURN_URLS",
    byDefault: "",
    meaning:
      "TURN servers that each peer gets credentials of its own for: `turn:turn.example.com:3478, …`",
    parse: turnUrls,
  },
  turnSecret: {
    variable: "TURN_SECRET",
    byDefault: "",
    meaning: "their `static-auth-secret`",
    parse: optional(turnSecret),
  },
  turnLifetime: {
    variable: "TURN_LIFETIME",
    byDefault: "600",
    meaning: "how long those credentials last, in seconds. They are renewed in time",
    parse: seconds(20, 86_400),
  },
  transportPolicy: {
    variable: "ICE_TRANSPORT_POLICY",
    byDefault: "all",
    meaning: "`relay`: everything through TURN, so that nobody learns anybody's address",
    parse: transportPolicy,
  },
  maxViewers: {
    variable: "MAX_VIEWERS",
    byDefault: "250",
    meaning: "viewers per stream",
    parse: integer(1, LIMITS.viewers),
  },
  maxStreams: {
    variable: "MAX_STREAMS",
    byDefault: "1000",
    meaning: "streams at a time",
    parse: integer(1, 100_000),
  },
  maxSockets: {
    variable: "MAX_SOCKETS",
    byDefault: "10000",
    meaning:
      "people on the server at a time; each takes a file descriptor (`ulimit -n`) and some 20 kB of memory",
    parse: integer(1, 1_000_000),
  },
  socketsPerAddress: {
    variable: "SOCKETS_PER_ADDRESS",
    byDefault: "1000",
    meaning: "people behind one network address at a time, such as a school's",
    parse: integer(1, 1_000_000),
  },
  connectionsPerAddress: {
    variable: "CONNECTIONS_PER_ADDRESS",
    byDefault: "2500",
    meaning:
      "TCP connections of one network address at a time. Without effect behind a proxy that `TRUST_PROXY` names",
    parse: integer(1, 1_000_000),
  },
  pagesPerAddress: {
    variable: "PAGES_PER_ADDRESS",
    byDefault: "60",
    meaning:
      "pages a second for one network address, on average; ten times as many at once. Files of pages count a tenth",
    parse: integer(1, 1_000_000),
  },
  postsPerAddress: {
    variable: "POSTS_PER_ADDRESS",
    byDefault: "60",
    meaning:
      "joins a second for one network address, by HTTP and by socket each; ten times as many at once",
    parse: integer(1, 1_000_000),
  },
  claimsPerAddress: {
    variable: "CLAIMS_PER_ADDRESS",
    byDefault: "40",
    meaning:
      "new stream names that one network address may take at once, such as a class behind one router; then one a minute",
    parse: integer(1, 100_000),
  },
  viewerWindow: {
    variable: "VIEWER_WINDOW",
    byDefault: "30",
    meaning: "how long the place of a viewer whose connection dropped is kept, in seconds",
    parse: seconds(5, 3_600),
  },
  broadcasterWindow: {
    variable: "BROADCASTER_WINDOW",
    byDefault: "60",
    meaning: "how long a stream whose broadcaster's connection dropped is kept, in seconds",
    parse: seconds(5, 3_600),
  },
} satisfies Record<string, Setting<unknown>>;
