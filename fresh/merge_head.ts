import {
  type ComponentChildren,
  Fragment,
  h,
  isValidElement,
  toChildArray,
  type VNode,
} from "preact";
import { renderToString } from "preact-render-to-string";

/** Merges the children of {@linkcode Head} into the rendered `<head>` of the app. */
export function mergeHead(html: string, added: ComponentChildren[]): string {
  let merged = html;
  for (const child of added.flatMap((children) => toChildArray(children))) {
    if (isValidElement(child)) {
      const replaced = replacedBy(child);
      if (replaced !== null) merged = merged.replace(replaced, "");
    }
    merged += renderToString(h(Fragment, null, child));
  }
  return merged;
}

function replacedBy({ type, props }: VNode): RegExp | null {
  if (type === "title") return /<title[^>]*>[^<]*<\/title>/g;
  if (type !== "meta") return null;
  for (const [key, value] of Object.entries(props)) {
    if (key !== "name" && key !== "property") continue;
    const attribute = RegExp.escape(`${key}="${value}"`);
    return new RegExp(`<meta [^>]*${attribute}[^>]*>`, "g");
  }
  return null;
}
