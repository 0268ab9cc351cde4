import { HttpError, page } from "fresh";
import { ErrorPage } from "@/components/ErrorPage.tsx";
import { errorPageHeaders } from "@/secure_headers.ts";
import { define } from "@/utils.ts";

export const handler = define.handlers(() =>
  page(undefined, { status: 404, headers: errorPageHeaders })
);

const DETAIL = "The address may be mistyped, or the page has moved.";

export default define.page(({ error }) => (
  <ErrorPage
    status={404}
    title="There is nothing here"
    detail={error instanceof HttpError && error.message !== "" ? error.message : DETAIL}
  />
));
