/** The origins at which others open a shared link. */
import type { Shared } from "@/common/sharing.ts";
import { type Hosts, isOnlyHere, type Listens, originOf } from "./addresses.ts";

export interface Whereabouts {
  readonly publicUrl: string | null;
  /** null: not known yet. */
  readonly listens: Listens | null;
  /** Looked up on demand, because they change while the server runs. */
  readonly hosts: () => Hosts;
}

/** @param asked the origin at which the studio was opened: others can open it too, unless it is a loopback address */
export function sharedAt(asked: string, { publicUrl, listens, hosts }: Whereabouts): Shared {
  if (publicUrl !== null) return { origins: [publicUrl], alone: null };
  if (!isOnlyHere(asked) || listens === null) return { origins: [asked], alone: null };
  const { here, elsewhere } = hosts();
  if (elsewhere.length > 0) {
    return { origins: elsewhere.map((host) => originOf(host, listens)), alone: null };
  }
  return { origins: [asked], alone: here.includes("localhost") ? "network" : "host" };
}
