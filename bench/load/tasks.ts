/** What a load client is asked to do, and what it answers: JSON on its command line, JSON lines on its output. */
import * as v from "valibot";

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const SPOKEN = ["tuila", "sample", "peerserver", "ws", "bare"] as const;

const Target = {
  /** Whose protocol is spoken. */
  speaks: v.picklist(SPOKEN),
  origin: v.string(),
  /** The server's process, to be read beside the load. */
  pid: Count,
};

export const Routing = v.strictObject({
  task: v.literal("routing"),
  ...Target,
  pairs: Count,
  /** Who sends next: any, by chance; or each in turn, where it matters how long a message takes. */
  order: v.picklist(["by chance", "in turn"]),
  /** Messages a second, of all pairs. */
  rate: Count,
  /** Times in seconds: what is not counted, then what is. */
  warmUp: v.number(),
  window: v.number(),
});

export const Idle = v.strictObject({
  task: v.literal("idle"),
  ...Target,
  streams: Count,
  /** Looked at once so many watch. */
  levels: v.array(Count),
  /** How long nothing happens before it is looked, in seconds. */
  settle: v.number(),
});

export const FanOut = v.strictObject({
  task: v.literal("fan-out"),
  ...Target,
  viewers: Count,
  events: Count,
  /** Seconds from one event to the next. */
  every: v.number(),
});

export const Storm = v.strictObject({
  task: v.literal("storm"),
  ...Target,
  clients: Count,
  streams: Count,
  /** Who is not back so long after everyone was lost never is, in seconds. */
  patience: v.number(),
});

export const Task = v.variant("task", [Routing, Idle, FanOut, Storm]);
export type Task = v.InferOutput<typeof Task>;
export type Routing = v.InferOutput<typeof Routing>;
export type Idle = v.InferOutput<typeof Idle>;
export type FanOut = v.InferOutput<typeof FanOut>;
export type Storm = v.InferOutput<typeof Storm>;
export type Spoken = Routing["speaks"];

/** What server and client used of a processor, and of the time, in seconds. */
export const Use = v.strictObject({ wall: v.number(), server: v.number(), client: v.number() });
export type Use = v.InferOutput<typeof Use>;

export const RoutingResult = v.strictObject({
  use: Use,
  /** Messages, within the window. */
  sent: v.number(),
  delivered: v.number(),
  /** From sending to delivery, in milliseconds. */
  latency: v.strictObject({ median: v.number(), p99: v.number() }),
});
export type RoutingResult = v.InferOutput<typeof RoutingResult>;

export const IdleResult = v.strictObject({
  levels: v.array(v.strictObject({ viewers: v.number(), kilobytes: v.number() })),
});
export type IdleResult = v.InferOutput<typeof IdleResult>;

export const FanOutResult = v.strictObject({
  use: Use,
  viewers: v.number(),
  deliveries: v.number(),
  /** Of each event: milliseconds to the last delivery. */
  last: v.array(v.number()),
});
export type FanOutResult = v.InferOutput<typeof FanOutResult>;

/** Said once everyone is in: the server may be killed. */
export const StormReady = v.strictObject({ ready: v.literal(true) });

export const StormResult = v.strictObject({
  /** When each who came back was in again, in milliseconds since 1970. */
  back: v.array(v.number()),
});
export type StormResult = v.InferOutput<typeof StormResult>;
