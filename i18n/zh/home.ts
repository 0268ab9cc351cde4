import { formatFor } from "../format.ts";
import type { HomeTexts } from "../en/home.ts";

const { coarse } = formatFor("zh");

export const home: HomeTexts = {
  title: "浏览器直连的实时视频",
  description: "打开浏览器即可开播，其他浏览器打开即可观看。无需注册，无需安装。",
  headline: "一个浏览器开播，其他浏览器观看。",
  lead: "推拉基于 WebRTC 传输实时视频。画面和声音在浏览器之间直连传输，服务器只负责建立连接。",
  now: "正在直播",
  nobody: "暂无直播",
  unreachable: "无法连接服务器，正在重试…",
  nobodyHint: "开播后，你的直播间会显示在这里。",
  name: "直播间名称",
  nameRule: "文字、数字、- 和 _",
  nameHint: (fallback) => `支持文字、数字、- 和 _，留空则使用“${fallback}”。`,
  push: "开播",
  pull: "观看",
  pushSaid: "推流",
  pullSaid: "拉流",
  pushSays: "直播你的摄像头、麦克风或屏幕。",
  pullSays: "进入直播间，自动播放。",
  since: (milliseconds) => milliseconds >= 60_000 ? coarse(milliseconds) : "刚刚开播",
};
