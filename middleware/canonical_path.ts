/** The one spelling of a page's path. Other spellings that clearly mean it redirect to it. */
import { parseStreamName } from "@/signaling/protocol/stream_name.ts";

const STREAM_PAGES = ["watch", "broadcast", "embed"];
const PAGES = [...STREAM_PAGES, "check"];

/**
 * No extra slashes or spaces, the page in lower case, the stream name in NFC. Stream names are case-sensitive, so their
 * letters stay as they are.
 * @param pathname the requested path
 * @returns the path to redirect to; null: it is canonical already, or is no page of this server
 */
export function canonicalPath(pathname: string): string | null {
  const asked = segmentsOf(pathname);
  if (asked === undefined) return null;
  const [first = "", name, ...more] = asked.map((segment) => segment.trim()).filter(Boolean);
  const page = first.toLowerCase();
  if (!PAGES.includes(page) || more.length > 0) return null;
  const meant = [page];
  if (name !== undefined) {
    const stream = STREAM_PAGES.includes(page) ? parseStreamName(name) : undefined;
    if (stream === undefined) return null;
    meant.push(stream);
  }
  const isSame = asked.length === meant.length + 1 && asked[0] === "" &&
    meant.every((segment, at) => segment === asked[at + 1]);
  return isSame ? null : `/${meant.map(encodeURIComponent).join("/")}`;
}

function segmentsOf(pathname: string): string[] | undefined {
  try {
    return pathname.split("/").map(decodeURIComponent);
  } catch {
    return undefined; // not UTF-8
  }
}
