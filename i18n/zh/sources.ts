import type { SourcesTexts } from "../en/sources.ts";

export const sources: SourcesTexts = {
  title: "摄像头与声音",
  preview: "预览",
  closePreview: "关闭预览",
  shareScreen: "共享屏幕",
  stopScreen: "停止共享",
  flip: "切换摄像头",
  nothingYet: "预览观众将看到的画面，并选择摄像头和麦克风。",
  camera: "摄像头",
  microphone: "麦克风",
  noCamera: "不使用摄像头",
  noMicrophone: "不使用麦克风",
  unnamed: "正在使用",
  picture: "观众看到的画面",
  pictures: {
    camera: "摄像头",
    screen: "屏幕",
    both: "屏幕 + 摄像头小窗",
  },
  screenSound: "屏幕声音",
  level: {
    microphone: "麦克风音量",
    screen: "屏幕声音音量",
  },
  mute: "静音",
  microphoneMode: "麦克风用于",
  microphoneModes: {
    speech: { name: "讲话", detail: "去除噪音和回声，音量更均匀" },
    music: { name: "音乐", detail: "保留原声，请戴上耳机" },
  },
};
