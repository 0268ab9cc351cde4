import { useEffect, useState } from "preact/hooks";
import { STUDIO } from "@/i18n/studio.ts";
import { useTexts } from "../texts.tsx";
import { readable } from "./readable_url.ts";

const COMMAND = "npx -y deno task start --https";

/** On a page that no browser gives the camera to: where, or how, to get one that it does. */
export function InsecureHelp({ secureUrl }: { secureUrl: string | null }) {
  const { insecure: texts } = useTexts(STUDIO);
  // Only the browser knows: a proxy may speak HTTPS with it that the server has never heard of.
  const [here, setHere] = useState<Location | null>(null);
  useEffect(() => setHere(isSecureContext ? null : location), []);
  if (here === null) return null;
  const after = `https://${here.host}${here.pathname}`;
  return (
    <section class="insecure" aria-label={texts.title}>
      <p class="label">{texts.title}</p>
      {secureUrl !== null ? <a class="button button--primary" href={secureUrl}>{texts.open}</a> : (
        <>
          <p>{texts.start}</p>
          <code>{COMMAND}</code>
          <p>{texts.then}</p>
          <a href={after}>{readable(after)}</a>
        </>
      )}
    </section>
  );
}
