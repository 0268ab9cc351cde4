import type { RecordingTexts } from "../en/recording.ts";

export const recording: RecordingTexts = {
  title: "录制",
  start: "开始录制",
  stop: "停止录制",
  lengthSoFar: "已录制时长",
  needsPicture: "打开预览或开播后即可录制。",
  kept: "边录边保存到本设备。即使页面关闭，下次打开时录像仍在这里。",
  notKept: "当前浏览器仅在页面打开期间保留录像，离开前请停止录制并保存。",
  spaceLeft: (bytes) => `剩余空间：${bytes}。`,
  problems: {
    unsupported: "当前浏览器不支持录制，请使用新版 Chrome、Edge、Firefox 或 Safari。",
    "no-space": "浏览器存储空间已满。已录制的内容已保留，请保存并删除不需要的录像后重试。",
    interrupted: "录制已中断。已录制的内容已保留，可以重新开始录制。",
    "not-saved": "文件生成失败。录像仍在这里，请重试。",
  },
  earlier: "历史录像",
  unsaved: (count) => `未保存：${count}`,
  saved: "已保存。删除前会一直保留在这里。",
  save: "保存",
  saving: (share) => `正在保存 ${share}`,
  delete: "删除",
  sure: "确定要永久删除吗？",
  keep: "保留",
};
