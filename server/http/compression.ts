/** Compresses texts for browsers that accept it. */
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

const TEXTS = /^(text\/(?!event-stream)|application\/(json|manifest\+json|javascript)|image\/svg)/;
/** Smaller ones fit into a packet as they are. */
const LEAST_BYTES = 1_024;

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

export type Encoding = "br" | "gzip";

/** The best encoding that a request accepts (RFC 9110, 12.5.3), or null. */
export function acceptedEncoding(accepted: string | null): Encoding | null {
  const names = (accepted ?? "").split(",").map((part) => part.trim())
    .filter((part) => !/;\s*q=0(\.0*)?$/.test(part))
    .map((part) => part.split(";")[0].trim().toLowerCase());
  if (names.includes("br")) return "br";
  return names.includes("gzip") ? "gzip" : null;
}

/** The response in an encoding that the request accepts. */
export async function compressed(request: Request, response: Response): Promise<Response> {
  const { headers, status } = response;
  const isText = TEXTS.test(headers.get("content-type") ?? "") && !headers.has("content-encoding");
  if (response.body === null || status === 206 || !isText) return response;
  headers.append("vary", "accept-encoding");
  if (request.method === "HEAD") return response;
  const encoding = acceptedEncoding(request.headers.get("accept-encoding"));
  const bytes = await response.bytes();
  const isWorthIt = encoding !== null && bytes.length >= LEAST_BYTES;
  const body = isWorthIt ? await encodeOnce(bytes, encoding, headers.get("etag")) : bytes;
  if (isWorthIt) headers.set("content-encoding", encoding);
  headers.set("content-length", String(body.length));
  return new Response(body, { status, statusText: response.statusText, headers });
}

/** The files of the build in each encoding, by their entity tags. */
const files = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
/** The build has fewer. */
const MOST_FILES = 500;

/** @param tag stands for these bytes; null: they may be others the next time */
function encodeOnce(
  bytes: Uint8Array,
  encoding: Encoding,
  tag: string | null,
): Promise<Uint8Array<ArrayBuffer>> {
  if (tag === null) return encode(bytes, encoding, FAST);
  const name = `${encoding} ${tag}`;
  const encoded = files.get(name) ?? encode(bytes, encoding, SMALL);
  if (files.size < MOST_FILES) files.set(name, encoded);
  return encoded;
}

/** Brotli's quality for what is encoded for each request: as fast as gzip, and smaller. */
const FAST = 4;
/** For what is encoded once: smaller by a tenth, in some 20 ms for the largest script. */
const SMALL = 9;

async function encode(
  bytes: Uint8Array,
  encoding: Encoding,
  quality: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const buffer = encoding === "gzip" ? await zip(bytes) : await brotli(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
  return new Uint8Array(buffer);
}
