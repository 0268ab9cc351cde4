/** Fields that several messages share. */
import * as v from "valibot";
import type { InputErrorCode } from "./errors.ts";
import { LIMITS, utf8Exceeds } from "./limits.ts";
import { parseStreamName } from "./stream_name.ts";

// Objects are parsed without unknown fields: PROTOCOL.md, "Versions".

/** An error code as the message of a validation issue; `parser` returns it. */
export const code = (name: InputErrorCode) => name;

/** Text without lone surrogates (UTF-8 would alter them) and without control characters. */
export const text = (maxBytes: number, tooLarge: InputErrorCode) =>
  v.pipe(
    v.string(),
    v.check((value) => !/\p{Cs}/u.test(value)),
    // SDP has no control characters except tabs and line ends, and each takes six bytes in JSON.
    v.check((value) => !/[^\P{Cc}\t\r\n]/u.test(value)),
    v.check((value) => !utf8Exceeds(value, maxBytes), code(tooLarge)), // valibot's `maxBytes` would copy each text
  );

export const Sdp = v.pipe(text(LIMITS.sdpBytes, "sdp-too-large"), v.startsWith("v=0"));

export const Negotiation = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

export const Secret = v.pipe(v.string(), v.regex(/^[\w.-]{1,512}$/));

export const Peer = v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/));

export const StreamName = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const name = parseStreamName(dataset.value);
    if (name !== undefined) return name;
    addIssue({ message: code("bad-stream-name") });
    return NEVER;
  }),
);

export const Candidate = v.object({
  candidate: text(LIMITS.candidateBytes, "candidate-too-large"),
  sdpMid: v.nullable(text(64, "candidate-too-large")),
  sdpMLineIndex: v.nullable(v.pipe(v.number(), v.safeInteger(), v.minValue(0), v.maxValue(65_535))),
  usernameFragment: v.nullable(text(256, "candidate-too-large")),
});

export type Candidate = v.InferOutput<typeof Candidate>;

export const Candidates = v.pipe(
  v.array(Candidate),
  v.minLength(1),
  v.maxLength(LIMITS.candidatesPerDescription, code("too-many-candidates")),
);
