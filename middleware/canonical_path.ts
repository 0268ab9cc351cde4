/** The one way in which a page's address is written. Others that clearly mean it lead there. */
import { parseStreamName } from "@/signaling/protocol/stream_name.ts";

const STREAM_PAGES = ["watch", "broadcast", "embed"];
const PAGES = [...STREAM_PAGES, "check"];

/**
 * Without slashes and spaces too many, the page in small letters, the stream's name in NFC. Its letters stay as they are:
 * names are told apart by them.
 * @param pathname as it was asked for
 * @returns the path to go to, on this server; null: it is written so already, or is no page of ours
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
