/** Tasks of a load client, as JSON on its command line, and their results, as JSON lines on its output. */
import * as v from "valibot";

const Count = v.pipe(v.number(), v.safeInteger(), v.minValue(1));
const SPOKEN = ["tuila", "sample", "peerserver", "ws", "bare"] as const;

const Target = {
  /** The contender whose protocol the client uses. */
  speaks: v.picklist(SPOKEN),
  origin: v.string(),
  /** The server's process id, to read its CPU time and memory. */
  pid: Count,
};

export const Routing = v.strictObject({
  task: v.literal("routing"),
  ...Target,
  pairs: Count,
  /** Which side sends next: a random one, or each in turn to measure latency. */
  order: v.picklist(["by chance", "in turn"]),
  /** Messages a second over all pairs. */
  rate: Count,
  /** In seconds; only the window counts. */
  warmUp: v.number(),
  window: v.number(),
});

export const Idle = v.strictObject({
  task: v.literal("idle"),
  ...Target,
  streams: Count,
  /** The numbers of viewers at which memory is read. */
  levels: v.array(Count),
  /** The idle time before memory is read, in seconds. */
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
  /** How long to wait for clients to come back after all have lost their connection, in seconds. */
  patience: v.number(),
});

export const Task = v.variant("task", [Routing, Idle, FanOut, Storm]);
export type Task = v.InferOutput<typeof Task>;
export type Routing = v.InferOutput<typeof Routing>;
export type Idle = v.InferOutput<typeof Idle>;
export type FanOut = v.InferOutput<typeof FanOut>;
export type Storm = v.InferOutput<typeof Storm>;
export type Spoken = Routing["speaks"];

/** Elapsed time, and CPU time of server and client, in seconds. */
export const Use = v.strictObject({ wall: v.number(), server: v.number(), client: v.number() });
export type Use = v.InferOutput<typeof Use>;

export const RoutingResult = v.strictObject({
  use: Use,
  /** Messages within the window. */
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
  /** Milliseconds to the last delivery, for each event. */
  last: v.array(v.number()),
});
export type FanOutResult = v.InferOutput<typeof FanOutResult>;

/** Sent once all clients are connected, so that the server may be killed. */
export const StormReady = v.strictObject({ ready: v.literal(true) });

export const StormResult = v.strictObject({
  /** When each returned client was connected again, in milliseconds since 1970. */
  back: v.array(v.number()),
});
export type StormResult = v.InferOutput<typeof StormResult>;
