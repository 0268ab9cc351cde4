import type { CheckTexts } from "../check.ts";

export const check: CheckTexts = {
  heading: "连接",
  relayOnly: {
    name: "隐藏我的地址",
    detail: "只经由中继：此后进入的观众不会知道你的 IP 地址。全部上传都经过中继。",
  },
  about: "看看直播所需的是否齐全。没有人看得到你。",
  run: "开始检查",
  running: "正在检查…",
  whole: "在新标签页中完整检查",
  ready: "一切就绪。",
  failed: "检查本身出了问题。请重新加载页面，然后重试。",
  fine: {
    secure: "本页是安全的。",
    webrtc: "这个浏览器支持 WebRTC。",
    camera: "有摄像头。",
    microphone: "有麦克风。",
    server: "服务器有响应。",
    media: "测试连接正常。",
  },
  unknown: {
    secure: "不知道本页是否安全。",
    webrtc: "不知道这个浏览器是否支持 WebRTC。",
    camera: "无法查找摄像头。",
    microphone: "无法查找麦克风。",
    server: "没有询问服务器。",
    media: "无法尝试连接。",
  },
  problems: {
    "insecure-page": {
      fact: "本页不安全。",
      advice: "请用 https:// 或 localhost 的地址打开，其他地址得不到摄像头。",
    },
    "no-webrtc": {
      fact: "这个浏览器没有 WebRTC，或者已将其关闭。",
      advice: "请使用新版 Chrome、Edge、Firefox 或 Safari。",
    },
    "no-camera": { fact: "没有找到摄像头。", advice: "请接上或打开一个。" },
    "camera-denied": { fact: "本页被禁止使用摄像头。", advice: "请点地址旁的图标，允许使用。" },
    "no-microphone": {
      fact: "没有找到麦克风。",
      advice: "可以无声直播，也可以接上一个。",
    },
    "microphone-denied": {
      fact: "本页被禁止使用麦克风。",
      advice: "请点地址旁的图标，允许使用。",
    },
    "no-server": { fact: "连不上服务器。", advice: "请检查网络，或过一会儿再试。" },
    "no-socket": {
      fact: "服务器有响应，但无法与它保持连接。",
      advice: "途中有什么阻止了 WebSocket：请关闭 VPN，或换一个网络。",
    },
    "no-media": {
      fact: "测试连接无法建立。",
      advice: "可能是扩展、VPN 或策略阻止了 WebRTC：请将其关闭，或换一个浏览器。",
    },
  },
  paths: {
    host: "在本网络内直连",
    srflx: "经互联网直连",
    relay: "经中继",
  },
  mediaBy: (paths) => `测试连接正常：${paths}。`,
};
