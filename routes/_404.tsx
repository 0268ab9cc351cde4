import { HttpError, page } from "fresh";
import { ErrorPage } from "@/components/ErrorPage.tsx";
import { SITE } from "@/i18n/site.ts";
import { languageHeaders } from "@/middleware/language.ts";
import { errorPageHeaders } from "@/middleware/security_headers.ts";
import { define } from "@/utils.ts";

export const handler = define.handlers(({ url }) =>
  page(undefined, { status: 404, headers: { ...errorPageHeaders, ...languageHeaders(url) } })
);

export default define.page(({ error, state }) => {
  const { notFound, cannotShow } = SITE[state.language];
  const why = error instanceof HttpError && error.message !== "" ? error.message : null;
  return (
    <ErrorPage
      status={404}
      title={why === null ? notFound.title : cannotShow}
      detail={why ?? notFound.detail}
    />
  );
});
