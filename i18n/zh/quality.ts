import type { QualityTexts } from "../quality.ts";

export const quality: QualityTexts = {
  title: "画质",
  picture: "画面",
  presets: {
    "360p": { name: "流畅 360p", detail: "占用少：适合网速较慢或观众较多时。" },
    "720p": { name: "高清 720p", detail: "适合大多数摄像头和网络。" },
    "1080p": { name: "全高清 1080p", detail: "需要较快的网络和较好的设备。" },
    text: { name: "文字清晰", detail: "适合共享屏幕：文字保持清晰，帧数可以较少。" },
    motion: { name: "动作流畅", detail: "适合游戏和运动：最高每秒 60 帧。" },
  },
  codec: "编解码器",
  automatic: "自动",
  codecHint: "自动会选用本机编码最省力、观众也能播放的一种。",
  cap: "上传带宽（所有观众合计）",
  noLimit: "不限",
  capHint: "由所有观众公平分享。不够一路画面所需时，画面会变小。",
  places: "同时观看人数",
  placesMeasured: (places) => `自动（实测：${places}）`,
  placesUnknown: "自动（尚未测得）",
  byHand: "手动设定",
  most: "观众人数上限",
  placesHint: "自动模式只放行不影响他人画面的人数，其余的人排队等候。",
};
