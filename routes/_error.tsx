import { HttpError, page } from "fresh";
import { ErrorPage } from "@/components/ErrorPage.tsx";
import { errorPageHeaders } from "@/secure_headers.ts";
import { define } from "@/utils.ts";

export const handler = define.handlers(() => page(undefined, { headers: errorPageHeaders }));

/** The words of an error are shown where they were meant for the person who asked; never those of a failure of ours. */
export default define.page(({ error }) => {
  const status = error instanceof HttpError ? error.status : 500;
  const ours = status >= 500;
  return (
    <ErrorPage
      status={status}
      title={ours ? "Something went wrong here" : "This cannot be shown"}
      detail={!ours && error instanceof HttpError && error.message !== ""
        ? error.message
        : "It is not your doing. Try again in a moment."}
    />
  );
});
