/** Why the server refuses a message or a peer. PROTOCOL.md, "Errors". */

/** Each error code with its sentence for a person. */
export const ERRORS = {
  "not-text": "Send text frames, not binary ones.",
  "not-json": "This is not valid JSON.",
  "bad-message": "This message is not valid for this role. Check its type and fields.",
  "bad-stream-name": "Stream names have 1 to 64 letters, digits, - or _.",
  "message-too-large": "Messages are limited to 64 kB.",
  "sdp-too-large": "Session descriptions are limited to 32 kB.",
  "too-many-media": "Offers are limited to 8 media sections.",
  "candidate-too-large": "Candidates are limited to 1 kB.",
  "too-many-candidates": "Each description is limited to 64 candidates.",
  "no-such-link": "This link does not exist.",
  "stream-taken": "This stream name is taken. Choose another name.",
  "key-required": "This server requires a stream key. Use the key you were given.",
  "ticket-refused": "This ticket is no longer valid. Start again.",
  "stream-full": "This stream is full. Try again later.",
  "server-full": "This server is full. Try again later.",
  "too-many": "Too many requests from this network. Try again in a while.",
  "removed": "The broadcaster removed you from this stream.",
} as const;

export type ErrorCode = keyof typeof ERRORS;

export const INPUT_ERRORS = [
  "not-text",
  "not-json",
  "bad-message",
  "bad-stream-name",
  "message-too-large",
  "sdp-too-large",
  "too-many-media",
  "candidate-too-large",
  "too-many-candidates",
] as const satisfies readonly ErrorCode[];

/** The errors of bad input, which count towards closing the socket. */
export type InputErrorCode = (typeof INPUT_ERRORS)[number];

export function isInputError(code: ErrorCode): code is InputErrorCode {
  return INPUT_ERRORS.some((known) => known === code);
}

/** What a viewer's offer may make a source send in answer to it. */
const CAUSED_BY_OFFERS: readonly ErrorCode[] = [
  "message-too-large",
  "sdp-too-large",
  "candidate-too-large",
  "too-many-candidates",
];

/** Whether a message counts towards closing the socket of its sender. What one peer sends must not cost another its socket. */
export function isStrike(code: ErrorCode, role: "broadcaster" | "viewer" | null): boolean {
  if (role === "broadcaster" && CAUSED_BY_OFFERS.includes(code)) return false;
  return isInputError(code);
}
