import type { QualityTexts } from "../en/quality.ts";

export const quality: QualityTexts = {
  title: "画质",
  picture: "画面",
  presets: {
    "360p": { name: "流畅 360p", detail: "适合网速较慢或观众较多时使用。" },
    "720p": { name: "高清 720p", detail: "适合大多数摄像头和网络。" },
    "1080p": { name: "全高清 1080p", detail: "需要较快的网络和较高的设备性能。" },
    text: { name: "文字清晰", detail: "适合共享屏幕。优先保证文字清晰，帧率可能降低。" },
    motion: { name: "画面流畅", detail: "适合游戏和运动。最高 60 帧/秒。" },
  },
  codec: "编解码器",
  automatic: "自动",
  codecHint: "自动选择本机编码效率最高且所有观众都能播放的格式。",
  cap: "上行带宽上限（所有观众合计）",
  noLimit: "不限",
  capHint: "由所有观众平均分配。带宽不足时会降低画面尺寸。",
  places: "观看人数限制",
  placesMeasured: (places) => `自动（实测：${places}）`,
  placesUnknown: "自动（尚未测得）",
  byHand: "手动设置",
  most: "最多观看人数",
  placesHint: "自动模式按你的网络承载能力放行观众，其余观众排队等候。",
};
