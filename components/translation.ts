/**
 * Keeps text nodes usable after a page translator has replaced them. Google Translate removes a text node and inserts a
 * `<font>` with the translation, so that Preact updates a node that is no longer in the page. This puts the node back,
 * empty, right before its `<font>`. When Preact writes to the node, the `<font>` is taken out and the translator translates
 * the new text; when Preact removes the node, the `<font>` goes too.
 */
export function keepUnderTranslation(root: Node): () => void {
  /** The `<font>` that replaces a text node, and the original text. */
  const replacements = new WeakMap<
    Node,
    { readonly element: Element; readonly original: string }
  >();
  const textOfFont = new WeakMap<Node, Text>();
  let isTranslated = false;

  const isNewFont = (node: Node | null): node is Element =>
    node instanceof Element && node.tagName === "FONT" && !textOfFont.has(node);

  const replace = (text: Text, element: Element) => {
    isTranslated = true;
    const original = text.data;
    if (text.parentNode !== null) text.replaceWith(original); // some translators move the node into the <font>
    element.before(text);
    text.data = "";
    replacements.set(text, { element, original });
    textOfFont.set(element, text);
  };
  const forget = (text: Text) => {
    const replacement = replacements.get(text);
    replacements.delete(text);
    if (replacement !== undefined) textOfFont.delete(replacement.element);
    return replacement;
  };

  const handleRemoval = (
    node: Node,
    { target, addedNodes, previousSibling, nextSibling }: MutationRecord,
  ) => {
    const text = textOfFont.get(node);
    if (text !== undefined && node.parentNode === null) {
      const replacement = forget(text); // the translation was undone
      if (text.data === "") text.data = replacement?.original ?? "";
    } else if (node instanceof Text && replacements.has(node)) {
      if (node.parentNode === null) forget(node)?.element.remove();
    } else if (node instanceof Text) {
      const element = [...addedNodes, previousSibling, nextSibling].find(isNewFont);
      if (element?.parentNode === target) replace(node, element);
    }
  };
  /** Moves each `<font>` back next to its text node, after an insertion or a move. */
  const keepTogether = (parent: Node) => {
    for (const node of [...parent.childNodes]) {
      const replacement = replacements.get(node);
      if (replacement !== undefined && node.nextSibling !== replacement.element) {
        parent.insertBefore(replacement.element, node.nextSibling);
      }
    }
  };

  const observer = new MutationObserver((records) => {
    for (const record of records) {
      for (const node of record.removedNodes) handleRemoval(node, record);
      const { target } = record;
      if (target instanceof Text && target.data !== "") forget(target)?.element.remove();
    }
    if (isTranslated) { for (const { target } of records) keepTogether(target); }
    observer.takeRecords(); // drop the changes made here
  });
  observer.observe(root, { childList: true, characterData: true, subtree: true });
  return () => observer.disconnect();
}
