import { define } from "@/utils.ts";

const HEADERS: Record<string, string> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  // Of what a page could ask for, these pages use no more than this.
  "permissions-policy":
    "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()",
};

/**
 * Where somebody shows what others must not see. Not the other pages: a browser that comes to a page with this header, or
 * from one, begins a process anew for it once the answer is there, and the first frame waits for that.
 */
const HAS_CAMERA = /^\/(broadcast|check)(\/|$)/;

/** Headers for every response, around those of Fresh's `csp()`. */
export const secureHeaders = define.middleware(async (ctx) => {
  const response = await ctx.next();
  if (response.status === 101) return response;
  for (const [name, value] of Object.entries(HEADERS)) response.headers.set(name, value);
  if (HAS_CAMERA.test(ctx.url.pathname)) {
    response.headers.set("cross-origin-opener-policy", "same-origin");
  }
  // `csp()` always asks for an upgrade to HTTPS. Over plain HTTP (a phone on the same Wi-Fi) there is none to upgrade
  // to: the page would load without its style and scripts.
  const policy = response.headers.get("content-security-policy");
  if (policy !== null && ctx.state.origin.startsWith("http:")) {
    response.headers.set(
      "content-security-policy",
      policy.replace("; upgrade-insecure-requests", ""),
    );
  }
  return response;
});

/** Fresh makes error pages outside of the app's middlewares: they bring their headers, and need no script. */
export const errorPageHeaders = {
  ...HEADERS,
  "content-security-policy":
    "default-src 'none'; style-src 'self'; img-src 'self'; manifest-src 'self'; base-uri 'none'; " +
    "form-action 'self'; frame-ancestors 'none'",
};
