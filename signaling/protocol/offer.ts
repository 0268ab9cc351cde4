/** A viewer's offer, as the server accepts it. */
import * as v from "valibot";
import { code, Sdp } from "./fields.ts";
import { LIMITS } from "./limits.ts";

/** An offer. Its source has to answer each media section, and to try each candidate. */
export const Offer = v.pipe(
  Sdp,
  v.check((sdp) => countLines(sdp, "m=") <= LIMITS.mediaSections, code("too-many-media")),
  v.check(
    (sdp) => countLines(sdp, "a=candidate:") <= LIMITS.candidatesPerDescription,
    code("too-many-candidates"),
  ),
);

/** How many lines of an SDP begin with this text. Parsers take CR, LF or both as the end of a line. */
function countLines(sdp: string, start: string): number {
  let count = 0;
  for (let at = sdp.indexOf(start); at >= 0; at = sdp.indexOf(start, at + 1)) {
    if (at > 0 && (sdp[at - 1] === "\n" || sdp[at - 1] === "\r")) count++;
  }
  return count;
}
