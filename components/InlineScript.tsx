import { h } from "preact";

/** A script in the page itself. The code is this server's own: nothing in it may come from anyone else unescaped. */
export function InlineScript({ code }: { code: string }) {
  return h("script", { dangerouslySetInnerHTML: { __html: code } });
}
