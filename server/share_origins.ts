/** At which origins others open what somebody shares. */
import type { Shared } from "@/common/sharing.ts";
import { type Hosts, isOnlyHere, type Listens, originOf } from "./addresses.ts";

export interface Whereabouts {
  readonly publicUrl: string | null;
  /** null: nobody has said. */
  readonly listens: Listens | null;
  /** Looked up when they are wanted: they change while the server runs. */
  readonly hosts: () => Hosts;
}

/** @param asked the origin that the studio was opened at: whoever came by it can pass it on, unless it means each machine itself */
export function sharedAt(asked: string, { publicUrl, listens, hosts }: Whereabouts): Shared {
  if (publicUrl !== null) return { origins: [publicUrl], alone: null };
  if (!isOnlyHere(asked) || listens === null) return { origins: [asked], alone: null };
  const { here, elsewhere } = hosts();
  if (elsewhere.length > 0) {
    return { origins: elsewhere.map((host) => originOf(host, listens)), alone: null };
  }
  return { origins: [asked], alone: here.includes("localhost") ? "network" : "host" };
}
