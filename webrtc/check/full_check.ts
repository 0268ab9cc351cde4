/** Looks at all that matters for a connection, without asking the person for anything. */
import { canMakeLinks } from "../link/ability.ts";
import type { IceSettings } from "@/signaling/protocol/ice_servers.ts";
import { preflight } from "./preflight.ts";
import { within } from "@/common/until.ts";
import { testCall } from "./call.ts";
import { grouped } from "./found.ts";
import { gather } from "./gather.ts";
import { iceAsGiven } from "./turn_servers.ts";
import type { FullReport } from "./report.ts";
import { tryServers } from "./servers.ts";

/** In milliseconds. A call takes three seconds once it is made. */
const PATIENCE = { gathering: 5_000, call: 10_000 } as const;

/**
 * Everything ends by itself, and leaves nothing open.
 * @param signal ends it early: what the report says then is of no use
 */
export async function fullCheck(signal: AbortSignal, settings: IceSettings): Promise<FullReport> {
  const ice = await iceAsGiven(signal, settings);
  const configuration = ice.configuration();
  const has = await canMakeLinks();
  const [short, gathered, servers] = await Promise.all([
    preflight(signal, ice),
    has ? within(signal, PATIENCE.gathering, (signal) => gather(signal, configuration)) : null,
    has ? tryServers(signal, ice.servers) : [],
  ]);
  // By itself: what it measures is not what the rest of the check leaves of the machine.
  const call = short.findings.media === "fine"
    ? await within(signal, PATIENCE.call, (signal) => testCall(signal, configuration))
    : null;
  return {
    ...short,
    candidates: grouped(gathered?.candidates ?? []),
    servers,
    call,
    turn: ice.isRelayOnly ? "required" : settings.hasTurn ? "there" : "none",
  };
}
