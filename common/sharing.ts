/** Where others open what somebody shares. */

/** Why nobody else can open this server: it listens for this machine alone, or the machine has no address. */
export type Alone = "host" | "network";

export interface Shared {
  /** The best first. Where nobody else can open the server: where it is opened here. */
  readonly origins: readonly string[];
  readonly alone: Alone | null;
}
