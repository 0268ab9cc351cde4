import { asset, Head } from "fresh/runtime";

type Styles = "/broadcast.css" | "/check.css" | "/home.css" | "/watch.css";

interface PageHeadProps {
  title: string;
  description: string;
  /** The style sheet that this page needs besides the common one. */
  styles?: Styles;
}

/** What a page tells browsers, search engines and link previews about itself. `_app.tsx` has what all pages share. */
export function PageHead({ title, description, styles }: PageHeadProps) {
  const full = `${title} · Tuila`;
  return (
    <Head>
      <title>{full}</title>
      <meta name="description" content={description} />
      <meta property="og:title" content={full} />
      <meta property="og:description" content={description} />
      {styles !== undefined && <link rel="stylesheet" href={asset(styles)} />}
    </Head>
  );
}
