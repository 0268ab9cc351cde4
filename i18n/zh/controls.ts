import type { ControlsTexts } from "../controls.ts";
import { formatFor } from "../format.ts";

const { milliseconds } = formatFor("zh");

export const controls: ControlsTexts = {
  mediaChrome: {
    "video player": "视频播放器",
    Play: "播放（k）",
    play: "播放",
    Pause: "暂停（k）",
    pause: "暂停",
    Mute: "静音（m）",
    mute: "静音",
    Unmute: "打开声音（m）",
    unmute: "打开声音",
    volume: "音量",
    "Enter fullscreen mode": "全屏（f）",
    "enter fullscreen mode": "全屏",
    "Exit fullscreen mode": "退出全屏（f）",
    "exit fullscreen mode": "退出全屏",
    "Enter picture in picture mode": "画中画（p）",
    "enter picture in picture mode": "画中画",
    "Exit picture in picture mode": "退出画中画（p）",
    "exit picture in picture mode": "退出画中画",
    live: "直播",
    "playing live": "正在直播",
    "seek to live": "回到直播",
  },
  backToLive: "回到直播",
  settings: "设置",
  latency: "延迟",
  latencies: {
    live: { name: "尽量实时", detail: "延迟最短。" },
    smooth: { name: "更流畅", detail: "约晚半秒，适合不稳定的网络。" },
  },
  delay: "实测延迟",
  delayIs: milliseconds,
  notYet: "暂不清楚",
  snapshot: "保存画面",
  saved: (name) => `已保存为 ${name}。`,
  notSaved: "无法保存画面。请在播放时重试。",
  statistics: "统计信息",
  close: "关闭",
};
