/** A page translator like Google's, which would need the internet. It turns each text into capitals. */
import type { BrowserContext } from "playwright-core";

/** `replaces`: it replaces the text node, like Google's. `takes-in`: it moves the text node into its own element. */
export type Way = "replaces" | "takes-in";

/** From their next document on, this visitor's pages are translated when they load and whenever they change. */
export async function translate(visitor: BrowserContext, way: Way): Promise<void> {
  await visitor.addInitScript((way) => {
    const isSkipped = (text: Text) =>
      text.data.trim() === "" ||
      text.parentElement?.closest("font, script, style, textarea, [translate=no]") !== null;
    const translateText = (text: Text) => {
      if (isSkipped(text)) return;
      const outer = document.createElement("font");
      const inner = outer.appendChild(document.createElement("font"));
      const capitals = text.data.toUpperCase();
      if (way === "takes-in") {
        text.before(outer);
        inner.append(text);
        text.data = capitals;
      } else {
        inner.append(capitals);
        text.replaceWith(outer);
      }
    };
    const translateBelow = (root: Node) => {
      const texts: Text[] = [];
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node: Node | null = root; node !== null; node = walker.nextNode()) {
        if (node instanceof Text) texts.push(node);
      }
      texts.forEach(translateText);
    };
    const observer = new MutationObserver((records) => {
      for (const { target, addedNodes } of records) {
        for (const node of [target, ...addedNodes]) {
          if (node.isConnected && document.body?.contains(node)) translateBelow(node);
        }
      }
    });
    addEventListener("DOMContentLoaded", () => {
      translateBelow(document.body);
      observer.observe(document.body, { childList: true, characterData: true, subtree: true });
    });
  }, way);
}
