import assert from "node:assert/strict";
import fc from "fast-check";
import { PeerHeap } from "@/signaling/room/peer_heap.ts";

const change = fc.record({ peer: fc.constantFrom("a", "b", "c", "d", "e"), at: fc.nat(20) });

Deno.test("PeerHeap.first gives the smallest present number of a peer, and outdated entries do not pile up", () => {
  const ofAny = fc.property(fc.array(change, { maxLength: 500, size: "max" }), (changes) => {
    const numbers = new Map<string, number>();
    const heap = new PeerHeap((peer) => numbers.get(peer) ?? null);
    for (const { peer, at } of changes) {
      if (at === 0) {
        numbers.delete(peer);
      } else if (numbers.get(peer) !== at) {
        numbers.set(peer, at);
        heap.add(peer, at);
      }
      const smallest = Math.min(...numbers.values());
      assert.equal(heap.first()?.at ?? Infinity, smallest);
      assert.ok(heap.size <= 64, `${heap.size} entries for ${numbers.size} peers`);
    }
  });
  fc.assert(ofAny, { numRuns: 200 });
});

Deno.test("PeerHeap gives a thousand peers in the order of their numbers", () => {
  const left = new Map(Array.from({ length: 1_000 }, (_, i) => [`v${i}`, (i * 7_919) % 1_000]));
  const heap = new PeerHeap((peer) => left.get(peer) ?? null);
  for (const [peer, at] of left) heap.add(peer, at);
  const order: number[] = [];
  for (let first = heap.first(); first !== null; first = heap.first()) {
    order.push(first.at);
    left.delete(first.peer);
  }
  assert.deepEqual(order, Array.from({ length: 1_000 }, (_, i) => i));
});
