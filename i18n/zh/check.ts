import type { CheckTexts } from "../en/check.ts";

export const check: CheckTexts = {
  heading: "连接",
  relayOnly: {
    name: "隐藏我的 IP 地址",
    detail:
      "仅通过 TURN 服务器连接，之后进入的观众看不到你的 IP 地址。所有上行流量都由 TURN 服务器转发。",
  },
  about: "检查直播所需条件是否具备。此时没有人能看到你。",
  run: "开始检查",
  running: "正在检查…",
  whole: "在新标签页中完整检查",
  ready: "一切就绪，可以开播。",
  failed: "检查失败，请刷新页面后重试。",
  fine: {
    secure: "页面连接安全。",
    webrtc: "浏览器支持 WebRTC。",
    camera: "已检测到摄像头。",
    microphone: "已检测到麦克风。",
    server: "服务器响应正常。",
    media: "测试连接正常。",
  },
  unknown: {
    secure: "无法确认页面连接是否安全。",
    webrtc: "无法确认浏览器是否支持 WebRTC。",
    camera: "无法检测摄像头。",
    microphone: "无法检测麦克风。",
    server: "未检测服务器。",
    media: "无法进行连接测试。",
  },
  problems: {
    "insecure-page": {
      fact: "页面连接不安全。",
      advice: "浏览器仅允许 https:// 或 localhost 页面使用摄像头，请改用这类地址打开。",
    },
    "no-webrtc": {
      fact: "浏览器不支持 WebRTC，或 WebRTC 被拦截。",
      advice: "请使用新版 Chrome、Edge、Firefox 或 Safari，并停用拦截它的扩展程序。",
    },
    "no-camera": { fact: "未检测到摄像头。", advice: "请连接或打开摄像头。" },
    "camera-denied": {
      fact: "摄像头权限已被禁止。",
      advice: "请点击地址栏旁的图标，允许使用摄像头。",
    },
    "no-microphone": {
      fact: "未检测到麦克风。",
      advice: "请连接麦克风，也可以不带声音直接开播。",
    },
    "microphone-denied": {
      fact: "麦克风权限已被禁止。",
      advice: "请点击地址栏旁的图标，允许使用麦克风。",
    },
    unreachable: { fact: "无法连接服务器。", advice: "请检查网络，或稍后重试。" },
    forbidden: {
      fact: "服务器拒绝来自该地址的页面。",
      advice:
        "请联系管理员：服务器日志中说明了如何设置 PUBLIC_URL、TRUST_PROXY 或 ALLOWED_ORIGINS。",
    },
    "server-full": { fact: "服务器已满。", advice: "请稍后重试。" },
    "too-many": { fact: "当前网络的请求过多。", advice: "请过一会儿再试。" },
    "server-fault": {
      fact: "服务器出了问题。",
      advice: "并非你的操作所致。请稍后重试，或联系管理员。",
    },
    "server-down": {
      fact: "服务器没有运行，只有前端代理有响应。",
      advice: "请稍后重试，或联系管理员。",
    },
    outdated: { fact: "页面版本早于服务器。", advice: "请刷新页面后继续。" },
    "no-socket": {
      fact: "服务器有响应，但无法保持实时连接。",
      advice: "WebSocket 可能被网络拦截，请关闭 VPN 或更换网络后重试。",
    },
    "no-media": {
      fact: "测试连接失败。",
      advice: "WebRTC 可能被扩展程序、VPN 或管理策略拦截，请关闭后重试，或更换浏览器。",
    },
  },
  paths: {
    host: "局域网直连",
    srflx: "公网直连",
    relay: "TURN 中继",
  },
  mediaBy: (paths) => `测试连接正常：${paths}。`,
};
