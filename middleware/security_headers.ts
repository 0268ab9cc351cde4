import { isEmbed } from "@/components/embed_options.ts";
import { define } from "@/utils.ts";

const HEADERS: Record<string, string> = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "strict-origin-when-cross-origin",
  // The pages use no other permissions than these.
  "permissions-policy":
    "camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()",
};

/**
 * Pages with a camera get an opener policy. The others do not: a browser that navigates to or from a page with this
 * header starts a new process once the response arrives, which delays the first frame.
 */
const HAS_CAMERA = /^\/(broadcast|check)(\/|$)/;

/** A static file: stream names and pages have no dot. */
const IS_FILE = /^\/_fresh\/|\.\w+$/;

/**
 * Let pages elsewhere embed the player. A frame without an origin (`sandbox` without `allow-same-origin`) loads the
 * player's files cross-origin. A page with `Cross-Origin-Embedder-Policy: require-corp` shows only frames that send that
 * header too.
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
  // `csp()` always asks for an upgrade to HTTPS. Over plain HTTP (a phone on the same Wi-Fi) there is no HTTPS,
  // so the page would load without styles and scripts.
  const policy = response.headers.get("content-security-policy");
  if (policy !== null) {
    const isPlain = ctx.state.origin.startsWith("http:");
    // `csp()` cannot omit `frame-ancestors` either, and `*` excludes pages without an origin, such as files and programs.
    const fitting = policy.replace("; frame-ancestors *", "")
      .replace(isPlain ? "; upgrade-insecure-requests" : "", "");
    response.headers.set("content-security-policy", fitting);
  }
  return response;
});

/** Fresh renders error pages outside of the middlewares, so they set these headers themselves. They need no script. */
export const errorPageHeaders = {
  ...HEADERS,
  "content-security-policy":
    "default-src 'none'; style-src 'self'; img-src 'self'; manifest-src 'self'; base-uri 'none'; " +
    "form-action 'self'; frame-ancestors 'none'",
};
