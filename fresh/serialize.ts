import { Buffer } from "node:buffer";
import { isValidElement } from "preact";
import { Signal } from "@preact/signals";
import type { SerializedNode } from "./revive.ts";

/**
 * Turns values into a list of nodes that refer to each other by index, for `revive.ts` to read in the browser.
 *
 * An object that occurs twice becomes one node, so that shared and circular references survive, and two islands with
 * the same signal share it again.
 */
export class Serializer {
  readonly #nodes: SerializedNode[] = [];
  readonly #indexes = new Map<unknown, number>();

  /** Adds a value and returns its index. `where` names it in the error if it cannot be serialized. */
  add(value: unknown, where: string): number {
    // A map cannot tell 0 from -0.
    const known = Object.is(value, -0) ? undefined : this.#indexes.get(value);
    if (known !== undefined) return known;
    const index = this.#nodes.push(null) - 1;
    if (!Object.is(value, -0)) this.#indexes.set(value, index);
    this.#nodes[index] = this.#toNode(value, where);
    return index;
  }

  /** The nodes as JSON that is safe inside a `<script>`. */
  toScript(): string {
    return JSON.stringify(this.#nodes).replace(
      /[<\u2028\u2029]/g,
      (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
  }

  #toNode(value: unknown, where: string): SerializedNode {
    switch (typeof value) {
      case "string":
      case "boolean":
        return value;
      case "undefined":
        return ["undefined"];
      case "bigint":
        return ["BigInt", String(value)];
      case "number":
        if (Object.is(value, -0)) return ["Number", "-0"];
        return Number.isFinite(value) ? value : ["Number", String(value)];
      case "object":
        return value === null ? null : this.#objectToNode(value, where);
      default:
        throw new TypeError(`${where}: a ${typeof value} cannot be serialized`);
    }
  }

  #objectToNode(value: object, where: string): SerializedNode {
    const add = (item: unknown) => this.add(item, where);
    if (value instanceof Signal) {
      return [isComputed(value) ? "Computed" : "Signal", add(value.peek())];
    }
    // Preact's own elements have `constructor: undefined`; `isValidElement` also accepts objects without a prototype.
    if (isValidElement(value) && Object.hasOwn(value, "constructor")) {
      throw new TypeError(`${where}: JSX cannot be handed from the server to an island`);
    }
    if (Array.isArray(value)) return ["Array", ...Array.from(value, add)];
    if (value instanceof Set) return ["Set", ...Array.from(value, add)];
    if (value instanceof Map) return ["Map", ...[...value].flat(1).map(add)];
    if (value instanceof Date) return ["Date", value.getTime()];
    if (value instanceof URL) return ["URL", value.href];
    if (value instanceof Uint8Array) {
      return ["Uint8Array", Buffer.from(value).toString("base64")];
    }
    return this.#plainObjectToNode(value, where);
  }

  #plainObjectToNode(value: object, where: string): SerializedNode {
    const prototype = Object.getPrototypeOf(value);
    if (prototype !== Object.prototype && prototype !== null) {
      throw new TypeError(`${where}: a ${value.constructor.name} cannot be serialized`);
    }
    const node: Record<string, number> = {};
    for (const [key, item] of Object.entries(value)) {
      // In the script this key would set the prototype.
      if (key === "__proto__") {
        throw new TypeError(`${where}: the key __proto__ cannot be serialized`);
      }
      node[key] = this.add(item, where);
    }
    return node;
  }
}

/** A computed signal has no setter for its value. */
function isComputed(signal: Signal): boolean {
  const prototype = Object.getPrototypeOf(signal);
  return Object.getOwnPropertyDescriptor(prototype, "value")?.set === undefined;
}
