/** Pairs send each other messages through the server at a given rate. */
import { quantile } from "../support/statistics.ts";
import { atATime, pause } from "./pace.ts";
import { type Pair, type Side, speaker } from "./speakers.ts";
import type { Routing, RoutingResult } from "./tasks.ts";
import { usage } from "./usage.ts";

/** The most undelivered messages of a pair, so that a slow server is not overloaded further. */
const IN_FLIGHT = 16;
/** The interval in which due messages are sent, in milliseconds. */
const TICK = 2;

interface Talk {
  pair: Pair | null;
  /** When each side sent its undelivered messages, the oldest first. */
  readonly since: readonly [number[], number[]];
}

export async function route(task: Routing): Promise<RoutingResult> {
  const { speaks, origin, pid, pairs, order, rate, warmUp, window } = task;
  const count = { sent: 0, delivered: 0 };
  let latencies: number[] = [];
  const open = speaker(speaks, origin);
  const talks = Array.from({ length: pairs }, (): Talk => ({ pair: null, since: [[], []] }));
  await atATime(32, talks, async (talk, index) => {
    talk.pair = await open.pair(`stream-${index}`, {
      sent(from) {
        count.sent++;
        talk.since[from].push(performance.now());
      },
      delivered(from) {
        count.delivered++;
        const since = talk.since[from].shift();
        if (since !== undefined) latencies.push(performance.now() - since);
      },
    });
  });

  const next = order === "in turn" ? inTurn(talks) : byChance(talks);
  const stop = keepTalking(next, rate);
  await pause(warmUp);
  latencies = [];
  const before = { ...count };
  const end = usage(pid);
  await pause(window);
  const use = end();
  const result = {
    use,
    sent: count.sent - before.sent,
    delivered: count.delivered - before.delivered,
    latency: { median: quantile(latencies, 0.5), p99: quantile(latencies, 0.99) },
  };
  stop();
  return result;
}

/** Sends messages at `rate` a second, each from the next turn. */
function keepTalking(next: () => Turn, rate: number): () => void {
  let last = performance.now();
  let due = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    due = Math.min(due + (now - last) * rate / 1000, rate / 10); // at most 100 ms of missed messages are caught up
    last = now;
    for (; due >= 1; due--) sendOne(next);
  }, TICK);
  return () => clearInterval(timer);
}

interface Turn {
  readonly talk: Talk;
  readonly from: Side;
}

function byChance(talks: readonly Talk[]): () => Turn {
  return () => ({
    talk: talks[Math.floor(Math.random() * talks.length)],
    from: Math.random() < 0.5 ? 0 : 1,
  });
}

/**
 * Spaces out the messages of each socket. Deno's client sockets have Nagle's algorithm on (RFC 9293, 3.7.4) and cannot
 * turn it off, so a message soon after another would wait up to 40 ms in the client for an acknowledgement.
 */
function inTurn(talks: readonly Talk[]): () => Turn {
  let turn = 0;
  return () => {
    const talk = talks[turn % talks.length];
    const from = Math.floor(turn / talks.length) % 2 === 0 ? 0 : 1;
    turn++;
    return { talk, from };
  };
}

function sendOne(next: () => Turn): void {
  for (let attempt = 0; attempt < 8; attempt++) {
    const { talk: { pair, since }, from } = next();
    if (since[0].length + since[1].length < IN_FLIGHT && pair?.send(from)) return;
  }
}
