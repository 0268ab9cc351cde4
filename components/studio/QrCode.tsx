/** Loaded when it is opened, together with the QR encoder. */
import { encode } from "uqr";
import { SHARING } from "@/i18n/sharing.ts";
import { useTexts } from "../texts.tsx";
import { readable } from "./readable_url.ts";

/** The light frame that scanners need, in modules (ISO/IEC 18004, 5.3.8). */
const QUIET_ZONE = 4;

/** Dark on light in both themes, because many scanners read nothing else. */
export function QrCode({ url }: { url: string }) {
  const { qr } = useTexts(SHARING);
  const { data, size } = encode(url, { ecc: "M", border: QUIET_ZONE });
  return (
    <>
      <svg
        class="qr"
        role="img"
        aria-label={qr.image(readable(url))}
        viewBox={`0 0 ${size} ${size}`}
        shape-rendering="crispEdges"
      >
        <rect width={size} height={size} fill="#fff" />
        <path d={outline(data)} fill="#000" />
      </svg>
      <p class="hint">{qr.hint}</p>
    </>
  );
}

/** Each dark module as a square, as the path of an SVG image. */
function outline(rows: readonly (readonly boolean[])[]): string {
  const squares = rows.flatMap((row, y) =>
    row.map((isDark, x) => isDark ? `M${x} ${y}h1v1h-1z` : "")
  );
  return squares.join("");
}
