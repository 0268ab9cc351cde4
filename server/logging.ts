import { configure, getConsoleSink } from "@logtape/logtape";

/** Sends the log to the console. It never contains keys, tickets, SDP or candidates. */
export async function startLogging(): Promise<void> {
  await configure({
    sinks: { console: getConsoleSink() },
    loggers: [
      { category: ["logtape", "meta"], sinks: ["console"], lowestLevel: "warning" },
      { category: "tuila", sinks: ["console"], lowestLevel: "info" },
      { category: "fresh", sinks: ["console"], lowestLevel: "info" },
    ],
  });
}
