/** How fast a load goes about its work. */

/** Does it for each, so many at a time; the first failure ends it. */
export async function atATime<Item>(
  count: number,
  items: readonly Item[],
  run: (item: Item, index: number) => Promise<void>,
): Promise<void> {
  const queue = items.entries();
  await Promise.all(Array.from({ length: count }, async () => {
    for (const [index, item] of queue) await run(item, index);
  }));
}

/** @param seconds that nothing is done */
export function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
