/** Parses a frame's data into a message or an error code. */
import * as v from "valibot";
import { INPUT_ERRORS, type InputErrorCode } from "./errors.ts";
import { LIMITS, utf8Exceeds } from "./limits.ts";

type Kind = v.ObjectSchema<
  v.ObjectEntries & { readonly type: v.LiteralSchema<string, undefined> },
  undefined
>;

/**
 * A schema for one of several messages, chosen by `type` (`v.variant` tries each in turn). The kinds are created on first use
 * and the calls are marked free of side effects, so that bundlers drop the schemas that a page never uses.
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

/** A message, or the error code for it. */
export type Parsed<Message> =
  | { readonly ok: true; readonly message: Message }
  | { readonly ok: false; readonly code: InputErrorCode };

/** Parses a frame's data. Never throws. */
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
