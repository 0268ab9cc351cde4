import { formatFor } from "../format.ts";
import type { HomeTexts } from "../home.ts";

const { coarse } = formatFor("zh");

export const home: HomeTexts = {
  title: "从浏览器到浏览器的实时视频",
  description: "在一个浏览器里直播，在任何其他浏览器里观看。无需账号，无需安装。",
  headline: "一个浏览器开播，其他浏览器观看。",
  lead: "推拉用 WebRTC 传送实时视频。画面和声音直接从浏览器到浏览器，服务器只负责牵线。",
  now: "正在直播",
  nobody: "现在没有人在直播。",
  nobodyHint: "开始直播，马上就会出现在这里。",
  name: "直播名",
  nameRule: "文字、数字、- 和 _",
  nameHint: (fallback) => `可用任何文字、数字、- 和 _。留空则为“${fallback}”。`,
  push: "开播",
  pull: "观看",
  pushSaid: "推流",
  pullSaid: "拉流",
  pushSays: "分享你的摄像头、麦克风或屏幕。",
  pullSays: "打开一个直播，它会自动播放。",
  since: (milliseconds) => milliseconds >= 60_000 ? coarse(milliseconds) : "刚刚开始",
};
