import { computed, signal } from "@preact/signals";

/** A serialized value: its parts are indexes of other nodes. */
export type SerializedNode =
  | string
  | number
  | boolean
  | null
  | { [key: string]: number }
  | ["undefined"]
  | ["Number" | "BigInt" | "URL" | "Uint8Array", string]
  | ["Date", number | null]
  | ["Signal" | "Computed", number]
  | ["Array" | "Set" | "Map", ...number[]];

/** Returns a function that revives the props at an index. A node that is referenced twice is revived once. */
export function reviver(nodes: SerializedNode[]): (index: number) => Record<string, unknown> {
  const values = new Map<number, unknown>();

  // Store a container before it is filled, because its contents may refer to it.
  function keep<T>(index: number, value: T, fill?: (value: T) => void): T {
    values.set(index, value);
    fill?.(value);
    return value;
  }

  function revive(index: number): unknown {
    if (values.has(index)) return values.get(index);
    const node = nodes[index];
    if (isObject(node)) return reviveObject(index);
    if (!Array.isArray(node)) return node;
    switch (node[0]) {
      case "Number":
        return Number(node[1]);
      case "BigInt":
        return BigInt(node[1]);
      case "URL":
        return keep(index, new URL(node[1]));
      case "Date":
        return keep(index, new Date(node[1] ?? NaN));
      case "Uint8Array":
        return keep(index, Uint8Array.from(atob(node[1]), (char) => char.charCodeAt(0)));
      case "Signal":
        return keep(index, signal<unknown>(), (it) => {
          it.value = revive(node[1]);
        });
      case "Computed": {
        const value = revive(node[1]);
        return keep(index, computed(() => value));
      }
      case "Array":
        return keep<unknown[]>(index, [], (array) => {
          for (const item of indexesIn(node)) array.push(revive(item));
        });
      case "Set":
        return keep(index, new Set<unknown>(), (set) => {
          for (const item of indexesIn(node)) set.add(revive(item));
        });
      case "Map":
        return keep(index, new Map<unknown, unknown>(), (map) => {
          const items = indexesIn(node);
          for (let i = 0; i < items.length; i += 2) {
            map.set(revive(items[i]), revive(items[i + 1]));
          }
        });
    }
  }

  function reviveObject(index: number): Record<string, unknown> {
    return keep<Record<string, unknown>>(index, {}, (object) => {
      const node = nodes[index];
      if (!isObject(node)) return;
      for (const key in node) object[key] = revive(node[key]);
    });
  }

  return reviveObject;
}

function indexesIn([, ...indexes]: [string, ...number[]]): number[] {
  return indexes;
}

function isObject(node: SerializedNode): node is { [key: string]: number } {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}
