import { formatFor } from "../format.ts";
import type { SiteTexts } from "../site.ts";

const { number } = formatFor("zh");

export const site: SiteTexts = {
  home: "Tuila 推拉，首页",
  navigation: "主导航",
  broadcast: "开播",
  watch: "观看",
  skip: "跳到正文",
  card: "Tuila 推拉：一个浏览器开播，其他浏览器观看。",
  live: "直播中",
  away: "暂离",
  watching: (viewers) => `${number(viewers)}人在看`,
  needsScript: "实时视频需要 JavaScript。请允许本页使用，然后重新加载。",
  toStart: "回到首页",
  notAName: "直播名由 1 到 64 个文字、数字、- 或 _ 组成。",
  notFound: {
    title: "这里什么也没有",
    detail: "地址可能有误，或者页面已经移走。",
  },
  cannotShow: "无法显示这个页面",
  failed: {
    title: "这里出了问题",
    detail: "不是你的操作造成的。请稍后再试。",
  },
};
