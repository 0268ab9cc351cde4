/** The open TCP connections of the server. A connection counts until its TCP is gone, whatever was asked on it. */
import type { Socket } from "node:net";
import { AddressCounts } from "@/common/address_limits.ts";

export class Connections {
  readonly #open = new Set<Socket>();
  readonly #counts: AddressCounts | null;

  /** @param perAddress how many one address may have; null: as many as the server, because they come from a proxy */
  constructor(perAddress: number | null) {
    this.#counts = perAddress === null ? null : new AddressCounts(perAddress);
  }

  get size(): number {
    return this.#open.size;
  }

  /** Counts a new connection, or closes it if its address has too many. Returns whether it may go on. */
  accept(socket: Socket): boolean {
    const address = socket.remoteAddress;
    // It has gone already.
    if (address === undefined || this.#counts?.enter(address) === false) {
      socket.destroy();
      return false;
    }
    this.#open.add(socket);
    socket.once("close", () => {
      this.#open.delete(socket);
      this.#counts?.leave(address);
    });
    return true;
  }

  /** Closes each connection once what was written to it is sent. */
  closeAll(): void {
    for (const socket of this.#open) socket.destroySoon();
  }
}
