import type { StudioTexts } from "../studio.ts";

export const studio: StudioTexts = {
  states: {
    idle: {
      title: "随时可以开始",
      detail: "浏览器会询问能否使用摄像头和麦克风。在那之前没有人看得到你。",
    },
    resumable: { title: "你刚才在直播", detail: "继续直播，等着你的人就又能看到你。" },
    asking: {
      title: "请允许使用摄像头和麦克风",
      detail: "浏览器正在询问，通常在窗口上方。",
    },
    claiming: { title: "正在打开你的直播", detail: "马上就开播了。" },
    taken: {
      title: "这个直播名已被占用",
      detail: "它属于别人。请换一个名字，或者使用它的直播密钥。",
    },
    replaced: {
      title: "你正在另一个标签页直播",
      detail: "较新的标签页接管了这个直播，这里已停止发送。",
    },
  },
  problems: {
    "permission-denied": {
      title: "摄像头和麦克风被禁止了",
      detail: "请点地址旁的图标，允许本页使用，然后重试。",
    },
    "no-device": {
      title: "没有找到摄像头或麦克风",
      detail: "请接上或打开设备，然后重试。",
    },
    "device-in-use": {
      title: "摄像头或麦克风正忙",
      detail: "似乎有别的程序在使用它。请关闭那个程序，然后重试。",
    },
    "insecure-page": {
      title: "这个页面不安全",
      detail: "浏览器只让 https:// 和 localhost 的页面使用摄像头。请换这样的地址打开本页。",
    },
    "no-webrtc": {
      title: "这个浏览器不能直播",
      detail: "它没有 WebRTC，或者已将其关闭。请使用新版 Chrome、Edge、Firefox 或 Safari。",
    },
    "server-full": {
      title: "服务器已满",
      detail: "它承载的直播数已到上限。请过一会儿再试。",
    },
    "key-required": {
      title: "服务器需要直播密钥",
      detail: "请输入给你的这个直播的密钥。",
    },
    unreachable: { title: "连不上服务器", detail: "请检查网络，然后重试。" },
    unexpected: {
      title: "出了问题",
      detail: "直播无法继续。请重试；如果再次发生，请重新加载页面。",
    },
  },
  check: "在新标签页中检查连接",
  previewing: { title: "预览", detail: "只有你能看到。" },
  live: "直播中",
  onAir: "有链接的人都可以观看。",
  reconnecting: "正在重新连接服务器。正在观看的人不受影响。",
  gone: {
    camera: "摄像头不见了，或被别的程序占用。声音还在继续。",
    microphone: "麦克风不见了，或被别的程序占用。画面还在继续。",
  },
  allGone: "摄像头和麦克风不见了，或被别的程序占用。",
  otherDevice: { camera: "换一个摄像头", microphone: "换一个麦克风" },
  title: (stream) => `直播 ${stream}`,
  heading: "直播",
  description: (stream) => `以“${stream}”为名直播摄像头、麦克风或屏幕，从本浏览器直达每位观众。`,
  anotherName: "换个名字",
  preview: "你自己的画面，没有声音",
  timeOnAir: "直播时长",
  buttons: {
    start: "开始直播",
    resume: "继续直播",
    starting: "正在开始…",
    stop: "结束直播",
    again: "重试",
    here: "改在这里直播",
  },
  key: { summary: "我有直播密钥", label: "直播密钥", use: "使用这个密钥" },
  tabTitle: (title) => `● 直播中 · ${title}`,
  mute: {
    microphone: "静音",
    camera: "隐藏画面",
    silent: "已静音：观众听不到声音。",
    dark: "已隐藏：观众看到黑屏。",
  },
  keys: {
    heading: "键盘快捷键",
    off: "已关闭",
    space: "空格键",
    commands: {
      mute: "静音，或恢复声音",
      talk: "按住：静音时说话，说话时静音",
      picture: "隐藏画面，或恢复画面",
    },
    use: "使用这些按键",
  },
  freeName: "可用的名字",
  broadcastAs: (name) => `以“${name}”直播`,
  ownership: "名字归第一个使用的人所有。密钥保存在这个浏览器里，重新加载后你仍可继续。",
};
