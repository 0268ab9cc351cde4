/**
 * A room's viewers and SFUs, with sums and indexes over them, so that a step that touches one viewer costs the same
 * however many others there are. `Viewer` objects are immutable: `put` replaces one. Every sum and index follows from
 * the viewers alone, and only `put` and `remove` change them.
 */
import { PeerHeap } from "./peer_heap.ts";
import { boundTo, isInFlight, type Load, Loads } from "./loads.ts";
import type { PeerId, Viewer } from "./model.ts";

export class Viewers {
  readonly #viewers = new Map<PeerId, Viewer>();
  /** Viewers without a slot, in order of arrival. Their numbers are consecutive if `#isNumbered`. */
  readonly #queue = new Map<PeerId, number>();
  #firstNumber = 1;
  #isNumbered = true;
  #lastInQueue: PeerId | null = null;
  readonly #needingDetails = new Set<PeerId>();
  readonly #linkless = new Set<PeerId>();
  readonly #sfus = new Set<PeerId>();
  readonly #loads = new Loads();
  readonly #deadlines = new PeerHeap((peer) => valueOf(this.#viewers.get(peer), deadlineOf));
  /** Viewers whose offers may be handed over, by arrival: one heap per source that they are bound to, null for any. */
  readonly #ready = new Map<PeerId | null, PeerHeap>();
  readonly #sums = { counted: 0, queuedHere: 0, queuedCounted: 0 };
  #arrivals = 0;
  #queueExits = 0;

  /** How many viewers are in the room, present or away. */
  get size(): number {
    return this.#viewers.size - this.#sfus.size;
  }

  /** Whether the room has neither viewers nor SFUs. */
  get isEmpty(): boolean {
    return this.#viewers.size === 0;
  }

  get sfus(): ReadonlySet<PeerId> {
    return this.#sfus;
  }

  get slots(): number {
    return this.size - this.#queue.size;
  }

  /** How many viewers have no slot, present or away. */
  get queued(): number {
    return this.#queue.size;
  }

  /** How many viewers count as watching or waiting: those present, and those away for less than `countedFor`. */
  get counted(): number {
    return this.#sums.counted;
  }

  /** How many present viewers have no slot. */
  get queuedHere(): number {
    return this.#sums.queuedHere;
  }

  load(source: PeerId): Load {
    return this.#loads.of(source);
  }

  /** Present viewers that have not got details on this socket yet, or have got a slot since. */
  get needingDetails(): ReadonlySet<PeerId> {
    return this.#needingDetails;
  }

  /** Present peers with a slot but no link and no held offer, which were not asked for an offer yet. */
  get linkless(): ReadonlySet<PeerId> {
    return this.#linkless;
  }

  /** Grows whenever a viewer leaves the queue, which changes the ranks behind it. */
  get queueExits(): number {
    return this.#queueExits;
  }

  /** A new value for `Viewer.arrival`. */
  nextArrival(): number {
    return this.#arrivals++;
  }

  get(peer: PeerId): Viewer | undefined {
    return this.#viewers.get(peer);
  }

  /** All peers, in order of arrival. */
  [Symbol.iterator](): IterableIterator<[PeerId, Viewer]> {
    return this.#viewers.entries();
  }

  peers(): IterableIterator<PeerId> {
    return this.#viewers.keys();
  }

  /** Viewers without a slot, in order of arrival; at most `head` of them. */
  *queue(head = Infinity): Iterable<PeerId> {
    for (const peer of this.#queue.keys()) {
      if (head-- <= 0) return;
      yield peer;
    }
  }

  /** A viewer's position among those without a slot, from 1; 0 if it has a slot. */
  rank(peer: PeerId): number {
    if (peer === this.#lastInQueue && this.#queue.has(peer)) return this.#queue.size;
    if (!this.#isNumbered) {
      let number = this.#firstNumber;
      for (const id of this.#queue.keys()) this.#queue.set(id, number++);
      this.#isNumbered = true;
    }
    const number = this.#queue.get(peer);
    return number === undefined ? 0 : number - this.#firstNumber + 1;
  }

  /** How many viewers without a slot are counted, except the first `head` of them. */
  countedBehind(head: number): number {
    const { size } = this.#queue;
    const { queuedCounted } = this.#sums;
    if (head >= size) return 0;
    if (head === 0) return queuedCounted;
    if (queuedCounted === size) return size - head;
    // Some viewers are away while slots are free: this happens only without a source.
    let before = 0;
    for (const peer of this.queue(head)) {
      if (valueOf(this.#viewers.get(peer), isCounted)) before++;
    }
    return queuedCounted - before;
  }

  nextDeadline(): { readonly peer: PeerId; readonly at: number } | null {
    return this.#deadlines.first();
  }

  /**
   * The peers whose offers may be handed over next, in order. SFUs come first, because viewers wait for what they
   * forward. Then the first viewer of each heap in `#ready`, by arrival.
   */
  nextReady(): PeerId[] {
    const sfus = [...this.#sfus].filter((peer) =>
      valueOf(this.#viewers.get(peer), offerOrder) !== null
    );
    const first = [...this.#ready].flatMap(([bound, queue]) => {
      const entry = queue.first();
      if (entry === null) this.#ready.delete(bound);
      return entry ?? [];
    });
    return [...sfus, ...first.sort((a, b) => a.at - b.at).map(({ peer }) => peer)];
  }

  /** Replaces a viewer, or adds a new one. May give a slot, but not take it away: see `takeAllSlots`. */
  put(peer: PeerId, viewer: Viewer): void {
    const before = this.#viewers.get(peer);
    this.#viewers.set(peer, viewer);
    if (before !== undefined) this.#sum(before, -1);
    this.#sum(viewer, 1);
    if (!viewer.hasSlot) {
      if (before === undefined) this.#enqueue(peer);
    } else if (before?.hasSlot === false) {
      this.#dequeue(peer);
    }
    toggle(this.#needingDetails, peer, needsDetails(viewer));
    toggle(this.#linkless, peer, isLinkless(viewer));
    toggle(this.#sfus, peer, viewer.sfu !== null);
    const at = deadlineOf(viewer);
    if (at !== null && at !== valueOf(before, deadlineOf)) this.#deadlines.add(peer, at);
    const order = offerOrder(viewer);
    const isReadyAlready = before !== undefined && offerOrder(before) !== null &&
      boundTo(before) === boundTo(viewer);
    if (order !== null && !isReadyAlready && viewer.sfu === null) {
      this.#readyFor(boundTo(viewer)).add(peer, order);
    }
  }

  remove(peer: PeerId): void {
    const viewer = this.#viewers.get(peer);
    if (viewer === undefined) return;
    this.#viewers.delete(peer);
    this.#sum(viewer, -1);
    if (!viewer.hasSlot) this.#dequeue(peer);
    this.#needingDetails.delete(peer);
    this.#linkless.delete(peer);
    this.#sfus.delete(peer);
  }

  /** Applies a change to all peers and takes all viewers' slots, so that the queue is in order of arrival again. */
  takeAllSlots(change: (viewer: Viewer) => Viewer): void {
    const all = [...this.#viewers];
    for (const [peer] of all) this.remove(peer);
    for (const [peer, viewer] of all) {
      this.put(peer, { ...change(viewer), hasSlot: viewer.sfu !== null });
    }
  }

  #readyFor(bound: PeerId | null): PeerHeap {
    const queue = this.#ready.get(bound) ??
      new PeerHeap((peer) =>
        valueOf(
          this.#viewers.get(peer),
          (viewer) => boundTo(viewer) === bound ? offerOrder(viewer) : null,
        )
      );
    this.#ready.set(bound, queue);
    return queue;
  }

  #enqueue(peer: PeerId): void {
    this.#queue.set(peer, this.#firstNumber + this.#queue.size);
    this.#lastInQueue = peer;
  }

  #dequeue(peer: PeerId): void {
    const number = this.#queue.get(peer);
    const isLast = number === this.#firstNumber + this.#queue.size - 1;
    this.#queue.delete(peer);
    if (number === this.#firstNumber) this.#firstNumber++;
    else if (!isLast) this.#isNumbered = false;
    this.#queueExits++;
  }

  #sum(viewer: Viewer, by: 1 | -1): void {
    const sums = this.#sums;
    const counted = isCounted(viewer);
    if (counted) sums.counted += by;
    if (!viewer.hasSlot) {
      if (viewer.awayUntil === null) sums.queuedHere += by;
      if (counted) sums.queuedCounted += by;
    }
    this.#loads.add(viewer, by);
  }
}

function isCounted({ awayUntil, countedUntil, sfu }: Viewer): boolean {
  return sfu === null && (awayUntil === null || countedUntil !== null);
}

function needsDetails({ awayUntil, lastDetails, hasSlot }: Viewer): boolean {
  return awayUntil === null && (lastDetails === null || (hasSlot && lastDetails.place !== null));
}

function isLinkless({ awayUntil, hasSlot, held, link, renewRequested }: Viewer): boolean {
  return awayUntil === null && hasSlot && held === null && link === null && !renewRequested;
}

/** The viewer's arrival if its offer may be handed over, else null. */
function offerOrder(viewer: Viewer): number | null {
  const { awayUntil, hasSlot, held, arrival } = viewer;
  if (awayUntil !== null) return null; // it could not receive the answer
  if (!hasSlot) return null; // R7
  if (held === null || isInFlight(viewer)) return null; // R4: one per viewer
  return arrival;
}

/** When the next of this viewer's time limits ends, or null. */
function deadlineOf({ awayUntil, countedUntil, link }: Viewer): number | null {
  const at = Math.min(
    awayUntil ?? Infinity,
    countedUntil ?? Infinity,
    link?.answerBy ?? Infinity,
  );
  return at === Infinity ? null : at;
}

function valueOf<T>(viewer: Viewer | undefined, of: (viewer: Viewer) => T): T | null {
  return viewer === undefined ? null : of(viewer);
}

function toggle(set: Set<PeerId>, peer: PeerId, isIn: boolean): void {
  if (isIn) set.add(peer);
  else set.delete(peer);
}
