import { useState } from "preact/hooks";
import { SHARING } from "@/i18n/sharing.ts";
import type { Alone } from "@/common/sharing.ts";
import { useTexts } from "../texts.tsx";
import { embedCode } from "./embed_code.ts";
import { EmbedCode } from "./EmbedCode.tsx";
import { ShareLink } from "./ShareLink.tsx";

interface SharePanelProps {
  stream: string;
  /** What the stream is called to those who are invited. */
  title: string;
  /** Where others watch, the best address first. */
  watchUrls: readonly string[];
  /** Why none but this machine can, if so. */
  alone: Alone | null;
}

/** Ways to share a stream: the link in sight, the others behind a click. */
export function SharePanel({ stream, title, watchUrls, alone }: SharePanelProps) {
  const { qr, embed, alone: aloneWords } = useTexts(SHARING);
  const [url, setUrl] = useState(watchUrls[0]);
  if (alone !== null) {
    return (
      <div class="share-panel">
        <p class="notice">{aloneWords[alone]}</p>
        <ShareLink url={url} title={title} isAlone />
      </div>
    );
  }
  return (
    <div class="share-panel">
      {watchUrls.length > 1 && <AddressSelect urls={watchUrls} url={url} onUrl={setUrl} />}
      <ShareLink url={url} title={title} />
      <QrDisclosure summary={qr.summary} failed={qr.failed} url={url} />
      <details class="disclosure">
        <summary>{embed.summary}</summary>
        <EmbedCode code={embedCode(url, stream)} />
      </details>
    </div>
  );
}

interface AddressSelectProps {
  urls: readonly string[];
  url: string;
  onUrl: (url: string) => void;
}

/** Chooses which of this machine's addresses the link has. */
function AddressSelect({ urls, url, onUrl }: AddressSelectProps) {
  const { address } = useTexts(SHARING);
  return (
    <div class="copy-field">
      <label class="label" for="share-address">{address.label}</label>
      <select
        id="share-address"
        class="field"
        value={url}
        aria-describedby="share-address-hint"
        onChange={(event) => onUrl(event.currentTarget.value)}
      >
        {urls.map((url) => <option key={url} value={url}>{new URL(url).host}</option>)}
      </select>
      <p class="hint" id="share-address-hint">{address.hint}</p>
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
