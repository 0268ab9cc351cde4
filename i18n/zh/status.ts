import { formatFor } from "../format.ts";
import type { StatusTexts } from "../en/status.ts";

const { number } = formatFor("zh");

export const status: StatusTexts = {
  live: "直播中",
  away: "已断线",
  watching: (viewers) => `${number(viewers)} 人在看`,
  waiting: (viewers) => `${number(viewers)} 人在等待`,
};
