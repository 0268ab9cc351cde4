import type { RecordingTexts } from "../recording.ts";

export const recording: RecordingTexts = {
  title: "录制",
  start: "开始录制",
  stop: "停止录制",
  lengthSoFar: "已录制",
  needsPicture: "摄像头打开后即可录制。",
  kept: "录像保存在这台设备上，边录边存：即使页面关闭，下次打开时已录的内容也还在这里。",
  notKept: "这个浏览器只在页面打开期间保留录像。离开前请停止录制并保存。",
  spaceLeft: (bytes) => `还能再录${bytes}。`,
  problems: {
    unsupported: "这个浏览器不能录制。换用新版 Chrome、Edge、Firefox 或 Safari 就可以录制直播。",
    "no-space": "浏览器的存储空间已满。在此之前录下的内容还在：请保存，删除不再需要的，然后重试。",
    interrupted: "录制中断了。在此之前录下的内容还在，可以重新开始录制。",
    "not-saved": "文件没有生成。录像还在这里，请重试。",
  },
  earlier: "以前的录像",
  unsaved: (count) => `未保存：${count}`,
  saved: "已保存。删除之前会一直留在这里。",
  save: "保存",
  saving: (share) => `正在保存，${share}`,
  delete: "删除",
  sure: "确定永久删除吗？",
  keep: "保留",
};
