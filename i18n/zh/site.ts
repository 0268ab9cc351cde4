import type { SiteTexts } from "../en/site.ts";

export const site: SiteTexts = {
  home: "Tuila 推拉，首页",
  navigation: "主导航",
  more: "更多",
  onAir: "正在直播",
  check: "连接检查",
  broadcast: "开播",
  watch: "观看",
  skip: "跳转到正文",
  card: "Tuila 推拉：一个浏览器开播，其他浏览器观看。",
  toStart: "返回首页",
  notAName: "直播间名称由 1 到 64 个文字、数字、- 或 _ 组成。",
  notFound: {
    title: "页面不存在",
    detail: "地址可能有误，或页面已被移除。",
  },
  cannotShow: "无法显示这个页面",
  failed: {
    title: "出错了",
    detail: "服务器出现问题，请稍后重试。",
  },
};
