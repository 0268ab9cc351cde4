/** Checks everything that a connection needs, without asking the person for anything. */
import { canMakeLinks } from "../link/ability.ts";
import type { IceSettings } from "@/signaling/protocol/ice_servers.ts";
import { preflight } from "./preflight.ts";
import { within } from "@/common/until.ts";
import { testCall } from "./call.ts";
import { groupCandidates } from "./candidate_groups.ts";
import { gather } from "./gather.ts";
import { iceWithTurnServers } from "./turn_servers.ts";
import type { FullReport } from "./report.ts";
import { tryServers } from "./servers.ts";

/** In milliseconds. A call takes three seconds after it is connected. */
const PATIENCE = { gathering: 5_000, call: 10_000 } as const;

/**
 * Ends by itself, and closes everything that it opens.
 * @param signal ends it early; the report is then useless
 */
export async function fullCheck(signal: AbortSignal, settings: IceSettings): Promise<FullReport> {
  const ice = await iceWithTurnServers(signal, settings);
  const configuration = ice.configuration();
  const hasWebRtc = await canMakeLinks();
  const [short, gathered, servers] = await Promise.all([
    preflight(signal, ice),
    hasWebRtc
      ? within(signal, PATIENCE.gathering, (signal) => gather(signal, configuration))
      : null,
    hasWebRtc ? tryServers(signal, ice.servers) : [],
  ]);
  // After the rest, which would slow the call down.
  const call = short.findings.media === "fine"
    ? await within(signal, PATIENCE.call, (signal) => testCall(signal, configuration))
    : null;
  return {
    ...short,
    candidates: groupCandidates(gathered?.candidates ?? []),
    servers,
    call,
    turn: ice.isRelayOnly ? "required" : settings.hasTurn ? "there" : "none",
  };
}
