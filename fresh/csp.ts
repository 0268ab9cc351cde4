import type { Middleware } from "./handlers.ts";

/** Options of {@linkcode csp}. */
export interface CSPOptions {
  /** Report violations, but block nothing. */
  reportOnly?: boolean;
  /** The URL to send reports to. */
  reportTo?: string;
  /** Directives; each replaces the default of the same name. */
  csp?: string[];
  /** Allow only those inline scripts and styles that were rendered with the page. */
  useNonce?: boolean;
}

const DEFAULT_DIRECTIVES = [
  "default-src 'self'",
  "script-src 'self' 'unsafe-inline'",
  "style-src 'self' 'unsafe-inline'",
  "font-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' data: blob:",
  "worker-src 'self' blob:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "upgrade-insecure-requests",
];

const INLINE_DIRECTIVES = new Set([
  "default-src",
  "script-src",
  "script-src-elem",
  "style-src",
  "style-src-elem",
  "style-src-attr",
]);

/** The nonces of rendered pages, stored beside the responses so that they need no header. */
const nonces = new WeakMap<Response, string>();

/** Tells {@linkcode csp} which nonce the inline scripts and styles of a page have. */
export function setNonce(response: Response, nonce: string): void {
  nonces.set(response, nonce);
}

/** Sets the Content-Security-Policy of every response. */
export function csp<State>(options: CSPOptions = {}): Middleware<State> {
  const { reportOnly, reportTo, csp: custom = [], useNonce } = options;
  const header = reportOnly ? "Content-Security-Policy-Report-Only" : "Content-Security-Policy";
  const replaced = new Set(custom.map(directiveName));
  const directives = [
    ...DEFAULT_DIRECTIVES.filter((it) => !replaced.has(directiveName(it))),
    ...custom,
    ...reportTo ? ["report-to csp-endpoint", `report-uri ${reportTo}`] : [],
  ];

  return async (ctx) => {
    const response = await ctx.next();
    const nonce = useNonce ? nonces.get(response) : undefined;
    const policy = nonce === undefined
      ? directives
      : directives.map((directive) => withNonce(directive, nonce));
    response.headers.set(header, policy.join("; "));
    if (reportTo) {
      response.headers.set("Reporting-Endpoints", `csp-endpoint="${reportTo}"`);
    }
    return response;
  };
}

function directiveName(directive: string): string {
  return directive.split(" ")[0];
}

function withNonce(directive: string, nonce: string): string {
  if (!INLINE_DIRECTIVES.has(directiveName(directive))) return directive;
  return directive.replaceAll("'unsafe-inline'", `'nonce-${nonce}'`);
}
