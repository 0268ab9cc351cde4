import { h } from "preact";

/** A script in the page itself. The code is the server's own and must not contain unescaped input. */
export function InlineScript({ code }: { code: string }) {
  return h("script", { dangerouslySetInnerHTML: { __html: code } });
}
