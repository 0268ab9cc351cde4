import { type ComponentType, type ContainerNode, h, render } from "preact";
import { reviver, type SerializedNode } from "./revive.ts";

type Islands = Record<string, ComponentType<Record<string, unknown>>>;

/** Starts the islands of a page: each is rendered into the range that its markers enclose. */
export function boot(islands: Islands, nodes: SerializedNode[]): void {
  const revive = reviver(nodes);
  for (const [start, end] of findMarkers()) {
    const [, , name, index] = start.data.split(":");
    const island = h(islands[name], revive(Number(index)));
    const range = rangeBetween(start, end);
    // Each island starts in its own task, so that one that throws does not stop the others.
    if (range !== null) queueMicrotask(() => render(island, range));
  }
}

function findMarkers(): [start: Comment, end: Comment][] {
  const markers: [Comment, Comment][] = [];
  const comments = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
  let start: Comment | null = null;
  while (comments.nextNode()) {
    const comment = comments.currentNode;
    if (!(comment instanceof Comment)) continue;
    if (comment.data.startsWith("frsh:island:")) start = comment;
    else if (comment.data === "/frsh:island" && start !== null) {
      markers.push([start, comment]);
    }
  }
  return markers;
}

/**
 * Makes the nodes between two markers look to Preact like all children of their parent.
 *
 * Returns `null` if invalid nesting, such as a `<div>` in a `<p>`, made the browser move one of the markers.
 */
function rangeBetween(start: Comment, marker: Comment): ContainerNode | null {
  const parent = start.parentNode;
  if (parent === null || marker.parentNode !== parent) return null;
  // When Preact looks for the place of a node it skips comments, so a text node marks the end of the range.
  const end = new Text();
  marker.replaceWith(end);
  const childNodes = () => {
    const nodes: ChildNode[] = [];
    let node = start.nextSibling;
    while (node !== null && node !== end) {
      nodes.push(node);
      node = node.nextSibling;
    }
    return nodes;
  };
  return {
    nodeType: Node.ELEMENT_NODE,
    parentNode: parent,
    get firstChild() {
      return childNodes()[0] ?? null;
    },
    get childNodes() {
      return childNodes();
    },
    contains: (node: Node | null) => childNodes().some((child) => child.contains(node)),
    insertBefore: <T extends Node>(node: T, child: Node | null) =>
      parent.insertBefore(node, child ?? end),
    appendChild: <T extends Node>(node: T) => parent.insertBefore(node, end),
    removeChild: <T extends Node>(node: T) => parent.removeChild(node),
  };
}
