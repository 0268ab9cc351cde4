import type { StartTexts } from "../en/start.ts";

export const start: StartTexts = {
  none: {
    title: "JavaScript 已关闭",
    detail: "播放直播需要启用 JavaScript，请启用后刷新页面。",
  },
  late: {
    title: "仍在加载",
    detail: "加载时间比平时长，完成后页面会自动开始。",
  },
  failed: {
    title: "页面没有加载完整",
    detail: "请刷新页面；如果仍然不行，可能是浏览器扩展或网络拦截了它。",
  },
  old: {
    title: "浏览器版本过旧",
    detail: "请使用新版 Chrome、Edge、Firefox 或 Safari。",
  },
  reload: "刷新页面",
};
