import {
  type AnyComponent,
  type ComponentChildren,
  Fragment,
  type FunctionComponent,
  h,
  type Options,
  options,
  type VNode,
} from "preact";
import { renderToString } from "preact-render-to-string";
import type { Context, RouteComponent } from "./context.ts";
import { setNonce } from "./csp.ts";
import { HeadContext } from "./head.ts";
import { mergeHead } from "./merge_head.ts";
import { islandBoundary, IslandsContext, PageIslands } from "./islands.ts";
import { pageProps } from "./page_props.ts";
import type { Snapshot } from "./snapshot.ts";

/** The state of the page that is being rendered. */
class Page {
  readonly nonce = crypto.randomUUID().replaceAll("-", "");
  /** Which of `<html>`, `<head>` and `<body>` the app rendered itself. */
  readonly tags = new Set<unknown>();
  /** The children of each rendered {@linkcode Head}. */
  readonly head: ComponentChildren[] = [];
  readonly islands: PageIslands;

  constructor(snapshot: Snapshot | null) {
    this.islands = new PageIslands(snapshot?.islands ?? new Map());
  }
}

/** Rendering is synchronous, so that there is never more than one page at a time. */
let current: Page | null = null;

// Preact's hook before it renders a node (`_diff`), under its mangled name.
const hooks: Options & { __b?(vnode: VNode): void } = options;
const previousHook = hooks.__b;
hooks.__b = (vnode) => {
  if (current !== null) prepare(vnode, current);
  previousHook?.(vnode);
};

function prepare(vnode: VNode, page: Page): void {
  const { type } = vnode;
  if (type === "script" || type === "style") {
    // Replace an earlier nonce too, because a node that is created once may be part of many pages.
    const props = { ...vnode.props, nonce: page.nonce };
    vnode.props = props;
  } else if (type === "html" || type === "head" || type === "body") {
    page.tags.add(type);
  } else if (typeof type === "function" && page.islands.isIsland(vnode)) {
    vnode.type = islandBoundary(type);
  }
}

/** Renders a page, in the component of `_app` if there is one, as an HTML document. */
export async function renderPage<State>(
  ctx: Context<State>,
  { vnode, init, app, snapshot }: {
    vnode: VNode | null;
    init: ResponseInit;
    app: RouteComponent<State> | null;
    snapshot: Snapshot | null;
  },
): Promise<Response> {
  let tree = vnode;
  if (app !== null) {
    ctx.Component = () => vnode;
    const wrapped = await renderComponent(app, pageProps(ctx, null, ctx.Component));
    if (wrapped instanceof Response) return wrapped;
    tree = wrapped;
  }
  const { html, nonce, preload } = renderDocument(tree, snapshot);
  const headers = new Headers(init.headers);
  headers.set("Content-Type", "text/html; charset=utf-8");
  if (preload.length > 0) {
    const links = preload.map((path) => `<${encodeURI(path)}>; rel="modulepreload"; as="script"`);
    headers.append("Link", links.join(", "));
  }
  const response = new Response(html, { ...init, headers });
  setNonce(response, nonce);
  return response;
}

/** Makes a node of a component. Runs an async component, which may return a response instead. */
export async function renderComponent<Props extends object>(
  component: AnyComponent<Props>,
  props: Props,
): Promise<VNode | Response> {
  if (!isAsync(component)) return h(Fragment, null, h(component, props));
  const result = await component(props);
  return result instanceof Response ? result : h(Fragment, null, result);
}

function isAsync<Props>(component: AnyComponent<Props>): component is FunctionComponent<Props> {
  return component.constructor.name === "AsyncFunction";
}

function renderDocument(tree: VNode | null, snapshot: Snapshot | null) {
  const page = new Page(snapshot);
  current = page;
  try {
    const body = renderToString(
      h(
        HeadContext.Provider,
        { value: page.head },
        h(IslandsContext.Provider, { value: page.islands }, tree),
      ),
    );
    const client = snapshot?.client ?? [];
    // So that the browser loads them in parallel, instead of finding one in the other.
    const preload = page.islands.scripts(client);
    const scripts = renderToString(h(Fragment, null, ...bootScripts(page, snapshot)));
    const html = toDocument(body, page, scripts);
    return { html: `<!DOCTYPE html>${html}`, nonce: page.nonce, preload };
  } finally {
    current = null;
  }
}

function* bootScripts(page: Page, snapshot: Snapshot | null): Iterable<VNode> {
  if (snapshot !== null && page.islands.used.size > 0) {
    yield inlineScript(page.islands.bootScript(snapshot.client[0]));
  }
  if (snapshot?.devScript !== undefined) {
    yield inlineScript(snapshot.devScript);
  }
}

function inlineScript(code: string): VNode {
  const dangerouslySetInnerHTML = { __html: code };
  const script = h("script", { type: "module", dangerouslySetInnerHTML });
  return h(Fragment, null, script);
}

/** Completes the rendered HTML to a document, and inserts the page's own `<head>` elements and scripts. */
function toDocument(body: string, page: Page, scripts: string): string {
  let html = body;
  if (!page.tags.has("body")) html = `<body>${html}</body>`;
  if (!page.tags.has("head")) {
    html = `<head><meta charset="utf-8"/></head>${html}`;
  }
  if (!page.tags.has("html")) html = `<html>${html}</html>`;
  const headEnd = html.indexOf("</head>");
  const bodyEnd = html.lastIndexOf("</body>");
  return mergeHead(html.slice(0, headEnd), page.head) +
    html.slice(headEnd, bodyEnd) + scripts + html.slice(bodyEnd);
}
