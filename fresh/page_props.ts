import type { FunctionComponent } from "preact";
import type { Context, PageProps } from "./context.ts";

/** The props of a page component for a request. */
export function pageProps<State>(
  ctx: Context<State>,
  data: unknown,
  Component: FunctionComponent,
): PageProps<unknown, State> {
  const { config, url, req, route, params, info, state, error } = ctx;
  return {
    config,
    url,
    req,
    route,
    params,
    info,
    state,
    error,
    data,
    Component,
  };
}
