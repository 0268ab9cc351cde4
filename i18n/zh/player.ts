import type { PlayerTexts } from "../en/player.ts";

export const player: PlayerTexts = {
  states: {
    connecting: { title: "正在连接", detail: "正在查找直播间。" },
    waiting: { title: "等待直播开始", detail: "开播后自动播放。" },
    joining: { title: "正在进入直播间", detail: "正在连接主播。" },
    stuck: {
      title: "无法连接主播",
      detail: "WebRTC 可能被扩展程序、VPN 或防火墙拦截，将自动重试。",
    },
    playing: { title: "直播中", detail: "你正在观看。" },
    "sound-only": { title: "直播中", detail: "未收到画面，声音继续播放。" },
    "picture-only": { title: "直播中", detail: "未收到声音，画面继续播放。" },
    reconnecting: { title: "正在重新连接", detail: "连接已中断，恢复后自动继续播放。" },
    paused: { title: "主播连接已断开", detail: "恢复后自动继续播放。" },
    ended: { title: "直播已结束", detail: "主播再次开播后自动播放。" },
    full: { title: "观看人数已满", detail: "直播间已达人数上限，将自动重试。" },
    queued: { title: "观看人数已满", detail: "正在排队，轮到你时自动播放。" },
    removed: { title: "你已被主播移出", detail: "你暂时无法在此浏览器中观看该直播。" },
    unreachable: { title: "无法连接服务器", detail: "请检查网络，将自动重试。" },
    forbidden: {
      title: "服务器拒绝了该页面",
      detail: "服务器无法识别该地址。请联系管理员：服务器日志中有设置方法。",
    },
    "server-full": { title: "服务器已满", detail: "服务器已达人数上限，将自动重试。" },
    "too-many": { title: "当前网络的请求过多", detail: "将自动重试。" },
    "server-fault": {
      title: "服务器出了问题",
      detail: "并非你的操作所致，将自动重试。",
    },
    "server-down": { title: "服务器没有运行", detail: "服务器可能正在重启，将自动重试。" },
    outdated: { title: "页面版本早于服务器", detail: "请刷新页面后继续。" },
    "no-socket": {
      title: "连接被阻止",
      detail: "服务器有响应，但网络中有设备阻止了 WebSocket。请关闭 VPN，或换一个网络。",
    },
    "no-webrtc": {
      title: "当前浏览器无法播放直播",
      detail:
        "浏览器不支持 WebRTC，或 WebRTC 被拦截。请使用新版 Chrome、Edge、Firefox 或 Safari，并停用拦截它的扩展程序。",
    },
    replaced: {
      title: "你正在其他标签页观看",
      detail: "当前页面已停止播放，刷新页面可继续在此观看。",
    },
    refused: { title: "页面版本已过期", detail: "服务器不再支持当前版本，请刷新页面。" },
  },
  media: {
    picture: {
      hidden: "主播已隐藏画面",
      stalled: "暂无画面",
      none: "没有画面：主播未开启摄像头或屏幕共享",
    },
    sound: { on: "声音继续播放。", muted: "主播已静音。", none: "没有声音。" },
  },
  description: (stream) => `观看“${stream}”的直播，浏览器打开即看，无需安装。`,
  video: (stream) => `实时视频：${stream}`,
  stopped: { title: "已暂停", detail: "已暂停，直播仍在继续。" },
  place: (place) => place === 1 ? "下一位就是你。" : `你排在第 ${place} 位。`,
  check: "在新标签页中检查网络连接",
  backAt: (time) => `${time} 后可再次观看。`,
  alike: (stream) => `你要找的是“${stream}”吗？该直播间正在直播。`,
  reload: "刷新页面",
  play: "播放",
  unmute: "取消静音",
};
