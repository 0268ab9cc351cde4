import {
  type ComponentChildren,
  createContext,
  isValidElement,
  toChildArray,
  type VNode,
} from "preact";
import { useContext, useEffect } from "preact/hooks";

/** Props of {@linkcode Head}. */
export interface HeadProps {
  children?: ComponentChildren;
}

/** Collects on the server what pages put into `<head>`; `null` in the browser. */
export const HeadContext = createContext<ComponentChildren[] | null>(null);

/**
 * Puts its children into the `<head>` of the document. A title, or a meta tag of the same name, replaces the one of
 * `_app`. In an island, titles and meta tags follow later changes too.
 */
export function Head({ children }: HeadProps): ComponentChildren {
  const collected = useContext(HeadContext);
  collected?.push(children);
  useEffect(() => {
    for (const child of toChildArray(children)) {
      if (isValidElement(child)) updateHead(child);
    }
  }, [children]);
  return null;
}

function updateHead({ type, props }: VNode): void {
  if (type === "title") {
    document.title = toChildArray(props.children).join("");
  } else if (type === "meta" && "name" in props && "content" in props) {
    const name = CSS.escape(String(props.name));
    const meta = document.head.querySelector(`meta[name="${name}"]`) ??
      document.head.appendChild(document.createElement("meta"));
    meta.setAttribute("name", String(props.name));
    meta.setAttribute("content", String(props.content));
  }
}
