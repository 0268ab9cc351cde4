/** Admission decisions without a turn of the event loop, for tests that choose every step themselves. */
import type { Access, LocalAccess } from "@/signaling/server/access/access.ts";

export function atOnce(access: LocalAccess): Access {
  return { ...access, admit: (hello, address) => new Settled(access.decide(hello, address)) };
}

/** A promise-like value that calls back synchronously. */
class Settled<T> implements PromiseLike<T> {
  constructor(readonly value: T) {}

  then<A = T, B = never>(
    fulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): PromiseLike<A | B> {
    if (!fulfilled) return Promise.resolve(this.value).then(fulfilled, rejected);
    const result = fulfilled(this.value);
    return new Promise<A>((resolve) => resolve(result));
  }
}
