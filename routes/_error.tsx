import { HttpError, page } from "fresh";
import { ErrorPage } from "@/components/ErrorPage.tsx";
import { SITE } from "@/i18n/site.ts";
import { languageHeaders } from "@/middleware/language.ts";
import { errorPageHeaders } from "@/middleware/security_headers.ts";
import { define } from "@/utils.ts";

export const handler = define.handlers(({ url }) =>
  page(undefined, { headers: { ...errorPageHeaders, ...languageHeaders(url) } })
);

/** Shows the message of an `HttpError`, which is meant for the visitor, but never that of an internal error. */
export default define.page(({ error, state }) => {
  const { cannotShow, failed } = SITE[state.language];
  const status = error instanceof HttpError ? error.status : 500;
  const ours = status >= 500;
  return (
    <ErrorPage
      status={status}
      title={ours ? failed.title : cannotShow}
      detail={!ours && error instanceof HttpError && error.message !== ""
        ? error.message
        : failed.detail}
    />
  );
});
