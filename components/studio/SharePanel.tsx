import { useState } from "preact/hooks";
import { SHARING } from "@/i18n/sharing.ts";
import { useTexts } from "../texts.tsx";
import { embedCode } from "./embed_code.ts";
import { EmbedCode } from "./EmbedCode.tsx";
import { ShareLink } from "./ShareLink.tsx";

interface SharePanelProps {
  stream: string;
  /** What the stream is called to those who are invited. */
  title: string;
  watchUrl: string;
}

/** Every way to pass a stream on. The link is in sight, the others are a click away. */
export function SharePanel({ stream, title, watchUrl }: SharePanelProps) {
  const { qr, embed } = useTexts(SHARING);
  return (
    <div class="share-panel">
      <ShareLink url={watchUrl} title={title} />
      <QrDisclosure summary={qr.summary} failed={qr.failed} url={watchUrl} />
      <details class="disclosure">
        <summary>{embed.summary}</summary>
        <EmbedCode code={embedCode(watchUrl, stream)} />
      </details>
    </div>
  );
}

type QrModule = typeof import("./QrCode.tsx");

function QrDisclosure({ summary, failed, url }: { summary: string; failed: string; url: string }) {
  const [loaded, setLoaded] = useState<QrModule | "failed" | null>(null);
  const load = async (isOpen: boolean) => {
    if (!isOpen || (loaded !== null && loaded !== "failed")) return;
    try {
      setLoaded(await import("./QrCode.tsx"));
    } catch {
      setLoaded("failed"); // no connection just now
    }
  };
  return (
    <details class="disclosure" onToggle={(event) => load(event.currentTarget.open)}>
      <summary>{summary}</summary>
      {loaded === "failed"
        ? <p class="hint" role="alert">{failed}</p>
        : loaded !== null && <loaded.QrCode url={url} />}
    </details>
  );
}
