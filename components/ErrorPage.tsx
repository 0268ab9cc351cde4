import { SITE } from "@/i18n/site.ts";
import { PageHead } from "./PageHead.tsx";
import { useTexts } from "./texts.tsx";

interface ErrorPageProps {
  status: number;
  title: string;
  detail: string;
}

/** What went wrong, and the way back. */
export function ErrorPage({ status, title, detail }: ErrorPageProps) {
  const { toStart } = useTexts(SITE);
  return (
    <main class="page page--error" id="main">
      <PageHead title={title} description={detail} />
      <p class="error-status">{status}</p>
      <h1 class="page-title">{title}</h1>
      <p class="lead">{detail}</p>
      <a class="button" href="/">{toStart}</a>
    </main>
  );
}
