import type { PlayerTexts } from "../player.ts";

export const player: PlayerTexts = {
  states: {
    connecting: { title: "正在连接", detail: "正在寻找直播。" },
    waiting: { title: "等待直播开始", detail: "开始后会在这里自动播放。" },
    joining: { title: "直播正在进行", detail: "正在为你连接主播。" },
    playing: { title: "直播中", detail: "你正在观看。" },
    "sound-only": { title: "直播中", detail: "画面停了，声音还在继续。" },
    "picture-only": { title: "直播中", detail: "声音停了，画面还在继续。" },
    reconnecting: { title: "正在重新连接", detail: "连接中断了，恢复后会自动继续播放。" },
    paused: { title: "主播暂时离开", detail: "主播正在重新连接，恢复后会在这里自动继续播放。" },
    ended: { title: "直播已结束", detail: "如果再次开播，会在这里自动播放。" },
    full: { title: "没有空位了", detail: "这个直播的观众已满。我们会自动为你重试。" },
    queued: { title: "这个直播已满", detail: "你正在排队，轮到你时会在这里自动播放。" },
    removed: { title: "主播已将你移出", detail: "你不能再从这个页面观看这个直播。" },
    unreachable: { title: "连不上服务器", detail: "请检查网络。我们会自动为你重试。" },
    "no-webrtc": {
      title: "这个浏览器不能播放实时视频",
      detail: "它没有 WebRTC，或者已将其关闭。请使用新版 Chrome、Edge、Firefox 或 Safari。",
    },
    replaced: {
      title: "你正在另一个标签页观看",
      detail: "较新的标签页接管了播放，这里已停止。要在这里看，请重新加载。",
    },
    refused: { title: "这个页面已过期", detail: "服务器已不支持这个版本。请重新加载后继续。" },
  },
  description: (stream) => `观看“${stream}”的直播。在浏览器里播放，无需安装。`,
  video: (stream) => `实时视频：${stream}`,
  stopped: { title: "已暂停", detail: "已暂停，直播仍在继续。" },
  place: (place) => place === 1 ? "下一个就是你。" : `你排在第${place}位。`,
  check: "在新标签页中检查连接",
  reload: "重新加载",
  play: "播放",
  unmute: "打开声音",
};
