/** From a frame's data to a message, or to the code that says what is wrong with it. */
import * as v from "valibot";
import { INPUT_ERRORS, type InputErrorCode } from "./errors.ts";
import { LIMITS, utf8Exceeds } from "./limits.ts";

type Kind = v.ObjectSchema<
  v.ObjectEntries & { readonly type: v.LiteralSchema<string, undefined> },
  undefined
>;

/**
 * One of these messages. `v.variant` tries one after the other; this goes by the type. What a page never parses is not even
 * in its scripts: hence what is made when it is first needed, and the marks.
 */
/* @__NO_SIDE_EFFECTS__ */
export function oneOf<const Kinds extends readonly Kind[]>(kinds: () => Kinds) {
  let byType: Map<unknown, Kinds[number]> | null = null;
  const unknown = v.never();
  return v.lazy((input) => {
    byType ??= new Map(kinds().map((kind) => [kind.entries.type.literal, kind]));
    return byType.get(typeOf(input)) ?? unknown;
  });
}

function typeOf(input: unknown): unknown {
  return typeof input === "object" && input !== null && "type" in input ? input.type : undefined;
}

/** A message, or the code that says what is wrong with it. */
export type Parsed<Message> =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly code: InputErrorCode };

/** What one side understands: turns a frame's data into a message or a refusal. Never throws. */
export type Parser<Message> = (data: unknown) => Parsed<Message>;

/* @__NO_SIDE_EFFECTS__ */
export function parser<Message>(
  schema: v.GenericSchema<unknown, Message>,
  maxBytes: number = LIMITS.messageBytes,
): Parser<Message> {
  return (data) => {
    if (typeof data !== "string") return refuse("not-text");
    if (utf8Exceeds(data, maxBytes)) return refuse("message-too-large");
    let json: unknown;
    try {
      json = JSON.parse(data);
    } catch {
      return refuse("not-json");
    }
    const result = v.safeParse(schema, json, { abortEarly: true });
    if (result.success) return { ok: true, message: result.output };
    const issue = result.issues[0].message;
    return refuse(INPUT_ERRORS.find((known) => known === issue) ?? "bad-message");
  };
}

function refuse(code: InputErrorCode): { ok: false; code: InputErrorCode } {
  return { ok: false, code };
}
