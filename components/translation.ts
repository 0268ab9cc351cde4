/**
 * Keeps texts alive that a translator has replaced. Google Translate takes a text node away and puts its own words there, in
 * a `<font>`: whoever has written the text goes on writing to a node that nobody sees. So the node comes back, empty, right
 * before what stands for it. Written to, it takes its place again, and the translator has another text to translate; taken
 * away, what stood for it goes too.
 */
export function keepUnderTranslation(root: Node): () => void {
  /** What stands for a text, and what the text was. */
  const stands = new WeakMap<Node, { readonly element: Element; readonly original: string }>();
  const texts = new WeakMap<Node, Text>();
  let isTranslated = false;

  const isNew = (node: Node | null): node is Element =>
    node instanceof Element && node.tagName === "FONT" && !texts.has(node);

  const replace = (text: Text, element: Element) => {
    isTranslated = true;
    const original = text.data;
    if (text.parentNode !== null) text.replaceWith(original); // some are moved in there, and written over
    element.before(text);
    text.data = "";
    stands.set(text, { element, original });
    texts.set(element, text);
  };
  const forget = (text: Text) => {
    const stand = stands.get(text);
    stands.delete(text);
    if (stand !== undefined) texts.delete(stand.element);
    return stand;
  };

  const removed = (
    node: Node,
    { target, addedNodes, previousSibling, nextSibling }: MutationRecord,
  ) => {
    const text = texts.get(node);
    if (text !== undefined && node.parentNode === null) {
      const stand = forget(text); // translated no more
      if (text.data === "") text.data = stand?.original ?? "";
    } else if (node instanceof Text && stands.has(node)) {
      if (node.parentNode === null) forget(node)?.element.remove();
    } else if (node instanceof Text) {
      const element = [...addedNodes, previousSibling, nextSibling].find(isNew);
      if (element?.parentNode === target) replace(node, element);
    }
  };
  /** Whatever was put between them, or took a text elsewhere. */
  const keepTogether = (parent: Node) => {
    for (const node of [...parent.childNodes]) {
      const stand = stands.get(node);
      if (stand !== undefined && node.nextSibling !== stand.element) {
        parent.insertBefore(stand.element, node.nextSibling);
      }
    }
  };

  const observer = new MutationObserver((records) => {
    for (const record of records) {
      for (const node of record.removedNodes) removed(node, record);
      const { target } = record;
      if (target instanceof Text && target.data !== "") forget(target)?.element.remove();
    }
    if (isTranslated) { for (const { target } of records) keepTogether(target); }
    observer.takeRecords(); // what was done here
  });
  observer.observe(root, { childList: true, characterData: true, subtree: true });
  return () => observer.disconnect();
}
