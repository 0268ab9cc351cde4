import { configure, getConsoleSink } from "@logtape/logtape";

/** Lets the log out to the console. Keys, tickets, SDP and candidates never get into it. */
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
