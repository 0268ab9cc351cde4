import { useEffect, useState } from "preact/hooks";
import { STUDIO } from "@/i18n/studio.ts";
import { useTexts } from "../texts.tsx";
import { readable } from "./readable_url.ts";

const COMMAND = "npx -y deno task start --https";

/** Help on a page without HTTPS, which gets no camera: how to open one that does. */
export function InsecureHelp({ secureUrl }: { secureUrl: string | null }) {
  const { insecure: texts } = useTexts(STUDIO);
  // Only the browser knows whether the page is secure: a proxy may terminate HTTPS.
  const [insecureLocation, setInsecureLocation] = useState<Location | null>(null);
  useEffect(() => setInsecureLocation(isSecureContext ? null : location), []);
  if (insecureLocation === null) return null;
  const httpsUrl = `https://${insecureLocation.host}${insecureLocation.pathname}`;
  return (
    <section class="insecure" aria-label={texts.title}>
      <p class="label">{texts.title}</p>
      {secureUrl !== null ? <a class="button button--primary" href={secureUrl}>{texts.open}</a> : (
        <>
          <p>{texts.start}</p>
          <code>{COMMAND}</code>
          <p>{texts.then}</p>
          <a href={httpsUrl}>{readable(httpsUrl)}</a>
        </>
      )}
    </section>
  );
}
