import { isEmbed } from "@/components/embed_options.ts";
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

/** A file of ours: no name of a stream or of a page has a dot. */
const IS_FILE = /^\/_fresh\/|\.\w+$/;

/**
 * What pages elsewhere need of the player in their frames. One without an origin (`sandbox` without `allow-same-origin`) is a
 * stranger to the files that it loads, its scripts above all; one whose page asks for a policy on what is embedded
 * (`Cross-Origin-Embedder-Policy: require-corp`, for memory that threads share) shows frames alone that have it too.
 */
const FOR_FRAMES = { "cross-origin-resource-policy": "cross-origin" };
const OF_FILES = { ...FOR_FRAMES, "access-control-allow-origin": "*" };
const OF_EMBEDS = { ...FOR_FRAMES, "cross-origin-embedder-policy": "require-corp" };

/** Headers for every response, around those of Fresh's `csp()`. */
export const secureHeaders = define.middleware(async (ctx) => {
  const response = await ctx.next();
  if (response.status === 101) return response;
  const { pathname } = ctx.url;
  const headers: Record<string, string> = {
    ...HEADERS,
    ...IS_FILE.test(pathname) ? OF_FILES : isEmbed(pathname) ? OF_EMBEDS : {},
  };
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  if (HAS_CAMERA.test(pathname)) {
    response.headers.set("cross-origin-opener-policy", "same-origin");
  }
  // `csp()` always asks for an upgrade to HTTPS. Over plain HTTP (a phone on the same Wi-Fi) there is none to upgrade
  // to: the page would load without its style and scripts.
  const policy = response.headers.get("content-security-policy");
  if (policy !== null) {
    const isPlain = ctx.state.origin.startsWith("http:");
    // Nor can it leave out who may frame a page: `*` is all with an origin, which pages of files and programs have not.
    const fitting = policy.replace("; frame-ancestors *", "")
      .replace(isPlain ? "; upgrade-insecure-requests" : "", "");
    response.headers.set("content-security-policy", fitting);
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
