/** The origins of shared links. */

/** Why nobody else can open this server: it listens for this machine alone, or the machine has no address. */
export type Alone = "host" | "network";

export interface Shared {
  /** The best first. If nobody else can open the server, the origin at which it is opened here. */
  readonly origins: readonly string[];
  readonly alone: Alone | null;
}
