import type { UnavailableTexts } from "../en/unavailable.ts";

export const unavailable: UnavailableTexts = {
  "camera-missing": {
    title: "未检测到摄像头",
    detail: "请连接或打开摄像头后重试。如已连接，请在系统隐私设置中检查是否允许此浏览器使用。",
  },
  "camera-busy": {
    title: "摄像头无法启动",
    detail: "摄像头可能正被其他应用使用，或被系统隐私设置阻止。请关闭该应用后重试。",
  },
  "camera-refused": {
    title: "摄像头权限已被禁止",
    detail: "请点击地址栏旁的图标，允许使用后重试。",
  },
  "camera-dismissed": {
    title: "未获得摄像头权限",
    detail: "请重试，并在浏览器询问时允许。如果没有询问，请点击地址栏旁的图标。",
  },
  "camera-blocked": {
    title: "系统禁止使用摄像头",
    detail: "请在系统隐私设置中允许此浏览器使用摄像头，然后重试。",
  },
  "microphone-missing": {
    title: "未检测到麦克风",
    detail: "请连接或打开麦克风后重试。如已连接，请在系统隐私设置中检查是否允许此浏览器使用。",
  },
  "microphone-busy": {
    title: "麦克风无法启动",
    detail: "麦克风可能正被其他应用使用，或被系统隐私设置阻止。请关闭该应用后重试。",
  },
  "microphone-refused": {
    title: "麦克风权限已被禁止",
    detail: "请点击地址栏旁的图标，允许使用后重试。",
  },
  "microphone-dismissed": {
    title: "未获得麦克风权限",
    detail: "请重试，并在浏览器询问时允许。如果没有询问，请点击地址栏旁的图标。",
  },
  "microphone-blocked": {
    title: "系统禁止使用麦克风",
    detail: "请在系统隐私设置中允许此浏览器使用麦克风，然后重试。",
  },
  "both-missing": {
    title: "未检测到摄像头和麦克风",
    detail: "请连接或打开设备后重试，也可以共享屏幕。",
  },
  "both-busy": {
    title: "摄像头和麦克风无法启动",
    detail: "设备可能正被其他应用使用，或被系统隐私设置阻止。请关闭该应用后重试。",
  },
  "both-refused": {
    title: "摄像头和麦克风权限已被禁止",
    detail: "请点击地址栏旁的图标，允许使用后重试。",
  },
  "both-dismissed": {
    title: "未获得摄像头和麦克风权限",
    detail: "请重试，并在浏览器询问时允许。如果没有询问，请点击地址栏旁的图标。",
  },
  "both-blocked": {
    title: "系统禁止使用摄像头和麦克风",
    detail: "请在系统隐私设置中允许此浏览器使用它们，然后重试。",
  },
  "screen-missing": {
    title: "当前浏览器不支持共享屏幕",
    detail: "请在电脑上使用新版 Chrome、Edge、Firefox 或 Safari。",
  },
  "screen-busy": {
    title: "无法获取屏幕画面",
    detail: "请重试，或选择其他窗口或屏幕。",
  },
  "screen-refused": {
    title: "浏览器不允许此页面共享屏幕",
    detail: "请点击地址栏旁的图标允许共享。如果没有图标，可能是管理员已关闭此功能。",
  },
  "screen-blocked": {
    title: "系统禁止共享屏幕",
    detail: "请在系统隐私设置中允许此浏览器录制屏幕，然后重启浏览器。",
  },
};
