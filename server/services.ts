/** The singletons of the process: its configuration, store and hub. */
import { hosts, type Listens } from "./addresses.ts";
import { ConfigError, parseConfig } from "./config.ts";
import { knownHosts } from "./known_hosts.ts";
import { createAccess } from "@/signaling/server/access/access.ts";
import { BufferedClaims } from "@/signaling/server/access/buffered_claims.ts";
import { SYSTEM_CLOCK } from "@/common/clock.ts";
import { EmbedPass } from "@/signaling/server/access/embed_pass.ts";
import { Hub } from "@/signaling/server/hub.ts";
import { TurnCredentials } from "@/signaling/server/access/turn_credentials.ts";
import { ROOM_LIMITS } from "@/signaling/room/model.ts";
import { SETTINGS } from "./settings.ts";
import type { Shared } from "@/common/sharing.ts";
import { sharedAt } from "./share_origins.ts";
import { openStore, StoreError } from "./store.ts";
import { fail } from "./terminal.ts";

export const config = readConfig();
/** The names at which this server answers. */
export const names = knownHosts(config, Deno.hostname());
const file = await openStore(config.store).catch((error) => {
  if (error instanceof StoreError) fail(error.message);
  throw error;
});
const clock = { ...SYSTEM_CLOCK, now: Date.now }; // claims outlive this process
const store = new BufferedClaims(file, clock);
const access = createAccess({
  store,
  clock,
  streamKeys: config.streamKeys,
  claimsPerAddress: config.claimsPerAddress,
});

/** null: no page may frame the player. */
export const embedPass = config.embedOrigins.length === 0 ? null : new EmbedPass(store.secret);

export const hub = new Hub({
  access,
  roomLimits: {
    ...ROOM_LIMITS,
    viewers: config.maxViewers,
    viewerWindow: config.viewerWindow,
    broadcasterWindow: config.broadcasterWindow,
  },
  maxStreams: config.maxStreams,
  maxSockets: config.maxSockets,
  socketsPerAddress: config.socketsPerAddress,
  turn: config.turn && new TurnCredentials(config.turn, Date.now),
});

let listens: Listens | null = null;

/** Called once the server listens, because the port may not be known before. */
export function listensAt(at: Listens): void {
  listens = at;
}

/** @param asked the origin of the page's request */
export function shared(asked: string): Shared {
  const { publicUrl, host } = config;
  return sharedAt(asked, {
    publicUrl,
    listens,
    hosts: () => hosts(host, Deno.networkInterfaces()),
  });
}

/** Disconnects all peers, and closes the store. */
export async function stopServices(): Promise<void> {
  await hub.drain();
  store.close();
}

function readConfig() {
  try {
    const variables = Object.values(SETTINGS).map(({ variable }) => variable);
    return parseConfig(Object.fromEntries(variables.map((name) => [name, Deno.env.get(name)])));
  } catch (error) {
    if (error instanceof ConfigError) fail(error.message);
    throw error;
  }
}
