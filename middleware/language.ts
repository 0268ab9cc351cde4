import { LANGUAGE_COOKIE, LANGUAGE_PARAMETER, languageOf, parseLanguage } from "@/i18n/language.ts";
import { define } from "@/utils.ts";

const YEAR = 365 * 24 * 60 * 60;

/** The headers that say what the language depends on, and that keep the language that the URL asks for. */
export function languageHeaders(url: URL): Record<string, string> {
  const vary = { vary: "accept-language, cookie" };
  const chosen = parseLanguage(url.searchParams.get(LANGUAGE_PARAMETER));
  if (chosen === undefined) return vary;
  const cookie = `${LANGUAGE_COOKIE}=${chosen}; Path=/; Max-Age=${YEAR}; SameSite=Lax`;
  return { ...vary, "set-cookie": cookie };
}

/** Chooses the language of the response. Fresh renders error pages outside of this middleware, so they set its headers themselves. */
export const speakTheirLanguage = define.middleware(async (ctx) => {
  ctx.state.language = languageOf(ctx.req);
  const response = await ctx.next();
  if (response.status === 101) return response;
  for (const [name, value] of Object.entries(languageHeaders(ctx.url))) {
    response.headers.set(name, value);
  }
  return response;
});
