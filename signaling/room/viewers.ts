/**
 * A room's viewers and SFUs, and what must be known of all of them without looking at each: a step that touches one viewer
 * costs the same however many others there are. A viewer is replaced, never changed; every sum and list here follows from the viewers alone, and
 * `put` and `remove` are the only places where they move.
 */
import { PeerHeap } from "./peer_heap.ts";
import { boundTo, isInFlight, type Load, Loads } from "./loads.ts";
import type { PeerId, Viewer } from "./model.ts";

export class Viewers {
  readonly #viewers = new Map<PeerId, Viewer>();
  /** The queue of those who have no slot, in the order of their arrival, numbered one after the other if `#isNumbered`. */
  readonly #queue = new Map<PeerId, number>();
  #firstNumber = 1;
  #isNumbered = true;
  #lastInQueue: PeerId | null = null;
  readonly #untold = new Set<PeerId>();
  readonly #linkless = new Set<PeerId>();
  readonly #sfus = new Set<PeerId>();
  readonly #loads = new Loads();
  /** By the time of their next deadline. */
  readonly #waits = new PeerHeap((peer) => valueOf(this.#viewers.get(peer), wakesAt));
  /** Which viewers' offers may be handed over now, by their arrival: a queue for each source that offers are bound to. */
  readonly #ready = new Map<PeerId | null, PeerHeap>();
  readonly #sums = { counted: 0, queuedHere: 0, queuedCounted: 0 };
  #arrivals = 0;
  #moves = 0;

  /** How many viewers are here, and how many are away and keep their place. */
  get size(): number {
    return this.#viewers.size - this.#sfus.size;
  }

  /** Whether there are neither viewers nor SFUs. */
  get isEmpty(): boolean {
    return this.#viewers.size === 0;
  }

  get sfus(): ReadonlySet<PeerId> {
    return this.#sfus;
  }

  get slots(): number {
    return this.size - this.#queue.size;
  }

  /** How many have no slot, whether they are here or not. */
  get queued(): number {
    return this.#queue.size;
  }

  /** How many are here, or have not been away for long. */
  get counted(): number {
    return this.#sums.counted;
  }

  /** How many are here without a slot. */
  get queuedHere(): number {
    return this.#sums.queuedHere;
  }

  /** What is with a source. */
  load(source: PeerId): Load {
    return this.#loads.of(source);
  }

  /** Who has something to hear at once: has just come, or was in the queue and has a slot now. */
  get untold(): ReadonlySet<PeerId> {
    return this.#untold;
  }

  /** Who has a slot, but neither a link nor an offer, and was not asked for one. */
  get linkless(): ReadonlySet<PeerId> {
    return this.#linkless;
  }

  /** How often somebody went out of the queue: the ranks behind have changed then. */
  get moves(): number {
    return this.#moves;
  }

  /** Grows from one newcomer to the next. */
  nextArrival(): number {
    return this.#arrivals++;
  }

  get(peer: PeerId): Viewer | undefined {
    return this.#viewers.get(peer);
  }

  /** Everyone, in the order of their arrival. */
  [Symbol.iterator](): IterableIterator<[PeerId, Viewer]> {
    return this.#viewers.entries();
  }

  peers(): IterableIterator<PeerId> {
    return this.#viewers.keys();
  }

  /** Who has no slot, in the order of their arrival: the queue, or so many at its head. */
  *queue(head = Infinity): Iterable<PeerId> {
    for (const peer of this.#queue.keys()) {
      if (head-- <= 0) return;
      yield peer;
    }
  }

  /** How many of those without a slot are before this one, and itself; 0 if it has a slot. */
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

  /** How many of those without a slot are counted, leaving out so many at the head of their queue. */
  countedBehind(head: number): number {
    const { size } = this.#queue;
    const { queuedCounted } = this.#sums;
    if (head >= size) return 0;
    if (head === 0) return queuedCounted;
    if (queuedCounted === size) return size - head;
    // Some are away and some are about to get a slot: only while no source is here for them.
    let before = 0;
    for (const peer of this.queue(head)) {
      if (valueOf(this.#viewers.get(peer), isCounted)) before++;
    }
    return queuedCounted - before;
  }

  /** Whose deadline comes next, and when. */
  nextWait(): { readonly peer: PeerId; readonly at: number } | null {
    return this.#waits.first();
  }

  /**
   * Whose offers are handed over next. SFUs come first, as others wait for what they forward; then who came first of those
   * who wait for any source, and of those who wait for one of them.
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

  /** Changes a viewer, or adds it behind the others. It may give a slot, not take it away. */
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
    toggle(this.#untold, peer, isUntold(viewer));
    toggle(this.#linkless, peer, isLinkless(viewer));
    toggle(this.#sfus, peer, viewer.sfu !== null);
    const at = wakesAt(viewer);
    if (at !== null && at !== valueOf(before, wakesAt)) this.#waits.add(peer, at);
    const order = offerOrder(viewer);
    const isQueued = before !== undefined && offerOrder(before) !== null &&
      boundTo(before) === boundTo(viewer);
    if (order !== null && !isQueued && viewer.sfu === null) {
      this.#readyFor(boundTo(viewer)).add(peer, order);
    }
  }

  remove(peer: PeerId): void {
    const viewer = this.#viewers.get(peer);
    if (viewer === undefined) return;
    this.#viewers.delete(peer);
    this.#sum(viewer, -1);
    if (!viewer.hasSlot) this.#dequeue(peer);
    this.#untold.delete(peer);
    this.#linkless.delete(peer);
    this.#sfus.delete(peer);
  }

  /** Takes everyone's slot away, and changes everyone: all at once, as the queue is in the order of arrival. */
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
    this.#moves++;
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

function isUntold({ awayUntil, lastDetails, hasSlot }: Viewer): boolean {
  return awayUntil === null && (lastDetails === null || (hasSlot && lastDetails.place !== null));
}

function isLinkless({ awayUntil, hasSlot, held, link, renewRequested }: Viewer): boolean {
  return awayUntil === null && hasSlot && held === null && link === null && !renewRequested;
}

/** Its turn among those whose offer may be handed over, or null if it is not one of them. */
function offerOrder(viewer: Viewer): number | null {
  const { awayUntil, hasSlot, held, arrival } = viewer;
  if (awayUntil !== null) return null; // it could not be given the answer
  if (!hasSlot) return null; // R7
  if (held === null || isInFlight(viewer)) return null; // R4: one of each viewer
  return arrival;
}

/** When something of this viewer is over, or null. */
function wakesAt({ awayUntil, countedUntil, link }: Viewer): number | null {
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
