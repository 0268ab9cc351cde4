/** Concurrency and pauses of a load. */

/** Runs a function for each item, `count` at a time. Rejects with the first failure. */
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

export function pause(seconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, seconds * 1000));
}
