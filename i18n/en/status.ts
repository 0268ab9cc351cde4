import { formatFor } from "../format.ts";

const { number } = formatFor("en");

/** Whether a stream is live, and how many watch it. */
export const status = {
  live: "Live",
  away: "Paused",
  watching: (viewers: number) => `${number(viewers)} watching`,
  waiting: (viewers: number) => `${number(viewers)} waiting`,
};

export type StatusTexts = typeof status;
