/** Limits how often one network address may ask, so that one stranger does not take the server's time from others. */
import type { Context, Middleware } from "fresh";
import { AddressRates } from "@/common/address_limits.ts";
import { SYSTEM_CLOCK } from "@/common/clock.ts";
import { languageOf } from "@/i18n/language.ts";
import { REFUSALS } from "@/i18n/refusals.ts";
import type { State } from "@/utils.ts";
import { refusal } from "./refusal.ts";

/** A whole class opens a link at the same moment: so many seconds' worth may come at once. */
const BURST = 10;
/** A page has about ten files, which take little time to serve. */
const FILES_PER_PAGE = 10;

export interface RequestLimits {
  /** A second, on average. */
  readonly pages: number;
  readonly posts: number;
}

/** Limits all requests, files of pages included. */
export function limitRequests({ pages }: RequestLimits): Middleware<State> {
  const rates = ratesOf(pages * FILES_PER_PAGE);
  return (ctx) => takeOrRefuse(rates, ctx);
}

/** Limits the requests that take time: pages, posts and upgrades, each by a rate of its own. */
export function limitPages({ pages, posts }: RequestLimits): Middleware<State> {
  const rates = { pages: ratesOf(pages), posts: ratesOf(posts), upgrades: ratesOf(posts) };
  return (ctx) => {
    const { method, headers } = ctx.req;
    const kind = headers.has("upgrade") ? "upgrades" : method === "POST" ? "posts" : "pages";
    return takeOrRefuse(rates[kind], ctx);
  };
}

function ratesOf(perSecond: number): AddressRates {
  return new AddressRates(SYSTEM_CLOCK, { perSecond, burst: BURST * perSecond });
}

function takeOrRefuse(rates: AddressRates, ctx: Context<State>): Response | Promise<Response> {
  const { address } = ctx.state;
  return rates.take(address) ? ctx.next() : tooMany(ctx.req, rates.wait(address));
}

function tooMany(request: Request, wait: number): Response {
  const seconds = Math.ceil(wait / 1_000);
  const sentence = REFUSALS[languageOf(request)].tooMany(seconds);
  return refusal(429, sentence, { "retry-after": String(seconds) });
}
